/**
 * Unicode's isolates (UAX #9 §2.4.2): what stands between them keeps its own direction and does not reorder what is
 * around it. Without them a command in a Hebrew sentence is shown with its dashes, quotes and slashes on the wrong side.
 */
const LEFT_TO_RIGHT = '\u2066';
const FIRST_STRONG = '\u2068';
const END = '\u2069';

const RIGHT_TO_LEFT_LETTER = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LATIN_LETTER = /\p{Script=Latin}/u;
/** A run of what reads from left to right or has no direction, as far as it can reach within a sentence. */
const RUN = /[\x21-\x7e…\ue000-\uf8ff]+(?: +[\x21-\x7e…\ue000-\uf8ff]+)*/gu;
/** Marks of the sentence around a run, which belong to the direction of the sentence. */
const EDGES = /^((?:[\]).,;:!?]+ +)?[([]*)(.*?)([\]).,;:!?]*(?: +[([]+)?)$/su;
const FIRST_PLACE = 0xe000;
const LAST_PLACE = 0xf8ff;

/** A piece of a text: words of the translation, or the value of an argument. */
export interface Piece {
  readonly value: string;
  readonly isArgument: boolean;
}

/**
 * Joins the pieces of a right-to-left text, with isolates around commands, paths and names in Latin letters and around
 * arguments. A line without any right-to-left letter stays as it is: there is nothing to keep apart, and a command that
 * stands alone on its line can be copied without invisible characters.
 */
export function isolated(pieces: readonly Piece[]): string {
  // Arguments stand as single private-use characters meanwhile, so that "chmod {mode} {path}" is one run.
  const values: string[] = [];
  const withPlaces = pieces.map((piece) => {
    if (!piece.isArgument || FIRST_PLACE + values.length > LAST_PLACE) return piece.value;
    values.push(piece.value);
    return String.fromCharCode(FIRST_PLACE + values.length - 1);
  });
  const filled = (text: string, wrap: (value: string) => string): string =>
    text.replace(/[\ue000-\uf8ff]/g, (place) => wrap(values[place.charCodeAt(0) - FIRST_PLACE] ?? place));
  const plain = (value: string): string => value;
  return withPlaces
    .join('')
    .split('\n')
    .map((line) =>
      RIGHT_TO_LEFT_LETTER.test(line)
        ? line.replace(RUN, (run) => {
            const whole = filled(run, plain);
            const isCode = LATIN_LETTER.test(run) && !RIGHT_TO_LEFT_LETTER.test(whole) && !whole.includes('\n');
            return isCode ? aroundCode(run, (text) => filled(text, plain)) : filled(run, aroundEachLine);
          })
        : filled(line, plain),
    )
    .join('\n');
}

function aroundCode(run: string, fill: (text: string) => string): string {
  const [, before = '', code = run, after = ''] = EDGES.exec(run) ?? [];
  const balanced = withItsBrackets(before, code, after);
  return `${fill(balanced.before)}${LEFT_TO_RIGHT}${fill(balanced.code)}${END}${fill(balanced.after)}`;
}

/** `groups(.md)` keeps the bracket that its own text opened. */
function withItsBrackets(before: string, code: string, after: string): { before: string; code: string; after: string } {
  const opened = code.split(/[([]/).length - code.split(/[)\]]/).length;
  const closing = /^[)\]]+/.exec(after)?.[0].length ?? 0;
  const own = Math.max(0, Math.min(opened, closing));
  return { before, code: code + after.slice(0, own), after: after.slice(own) };
}

/** Isolates end with their paragraph, so each line of a value has its own. */
function aroundEachLine(value: string): string {
  return value
    .split('\n')
    .map((line) => (line === '' ? line : `${FIRST_STRONG}${line}${END}`))
    .join('\n');
}
