import { disguiseNumber } from './disguise.js';
import { bytesOf, COMMAND_WORD_BYTES, isCommandWord, isLetter, LETTER_BYTES } from './letters.js';
import { eachPlace, WANTED_BY, type Neighbour, type Places, type Trigger } from './places.js';
import { mayQuoteWord, quote } from './shell-quotes.js';
import { dollar, expansions, type Values, type Variables } from './shell-expansion.js';
import type { Expand } from './shell-reader.js';
import { substitution } from './shell-substitution.js';
import { assignmentsIn } from './shell-variables.js';
import { MAX_QUOTED, separates, SEPARATORS, type Rewrite } from './shell-word.js';
import type { ViewBuilder } from './view.js';

const SHELL = disguiseNumber('shell');
const SPECIAL = new Uint8Array(256);
for (const char of '\\$`{[^\'"') SPECIAL[char.charCodeAt(0)] = 1;

const LETTER: Neighbour = { bytes: LETTER_BYTES };
const WORD: Neighbour = { bytes: COMMAND_WORD_BYTES };
const QUOTES = bytesOf('\'"');
/**
 * Where something of a shell's may stand. Most quotes stand around a value, with a sign on the outer side: in JSON that
 * is every one of them.
 */
export const SHELL_TRIGGERS: readonly Trigger[] = [
  { at: QUOTES, behind: { bytes: QUOTES } },
  { before: WORD, at: QUOTES, behind: { bytes: COMMAND_WORD_BYTES.union(bytesOf(`$${SEPARATORS}`)), orEdge: true } },
  {
    before: { bytes: bytesOf(SEPARATORS), orEdge: true },
    at: QUOTES,
    behind: { bytes: COMMAND_WORD_BYTES.union(bytesOf('$')) },
  },
  { at: bytesOf('\\'), behind: { bytes: COMMAND_WORD_BYTES.union(bytesOf('\n')) } },
  { at: bytesOf('$'), behind: { bytes: LETTER_BYTES.union(bytesOf('0123456789_\'"({@*!?#')) } },
  { before: WORD, at: bytesOf('`'), behind: { bytes: bytesOf('`') } },
  // Of what prints a word in backticks only `echo`: notes in Markdown are full of them, and these are told apart anyway.
  { at: bytesOf('`'), behind: { bytes: bytesOf('abcdef') } },
  { before: LETTER, at: bytesOf('`[^'), behind: LETTER },
  { before: { bytes: bytesOf('/') }, at: bytesOf('[^'), behind: LETTER },
  { before: { bytes: bytesOf(SEPARATORS.replace(')', '')), orEdge: true }, at: bytesOf('{'), behind: LETTER },
];

/** Quotes and backslashes inside of a word in braces, such as `{c''at,/etc/p\asswd}`. */
const QUOTED_INSIDE = /(?<=[\w/.-])(?:["']{2}|["'](?=[\w/.-])|\\(?=\w))/g;

/**
 * Writes the words of shell commands as the shell would read them: without quotes and backslashes inside of a word, with
 * `$IFS` as a space, variables that were assigned in the same text filled in and unset ones gone, `{a,b}` spread.
 * Windows' caret and PowerShell's backtick are taken out as well. It does not run anything and does not try to be a
 * shell: what matters is that a word that a rule knows becomes readable.
 *
 * @returns whether anything was changed.
 */
export function shell(source: Buffer, out: ViewBuilder, places: Places, inJson: boolean): boolean {
  // Most of what is looked at is no variable.
  let known: Values | undefined;
  const variables: Variables = () =>
    (known ??= source.includes(0x24) ? assignmentsIn(source) : new Map<string, string>());
  const expand = expansions(variables);
  let copied = 0;
  eachPlace(places, WANTED_BY.shell, (first) => {
    // What stands right behind something rewritten has another neighbour now than the survey saw.
    for (let at = first; SPECIAL[source[at] ?? 0] === 1; at = copied) {
      // What a shell will see of JSON is what the escapes stand for; that is a view of its own.
      if (inJson && source[at] === 0x5c) break;
      const rewrite = rewriteAt(source, at, at > copied ? source[at - 1]! : out.last, variables, expand);
      if (rewrite === undefined) break;
      out.between(source, copied, at);
      const begin = out.length;
      for (let k = 0; k < rewrite.text.length; k++) out.byte(rewrite.text.charCodeAt(k));
      out.edited(SHELL, begin, at, rewrite.end);
      copied = rewrite.end;
    }
    return copied;
  });
  if (out.edits.size === 0) return false;
  out.between(source, copied, source.length, true);
  return true;
}

function rewriteAt(
  source: Buffer,
  at: number,
  before: number,
  variables: Variables,
  expand: Expand,
): Rewrite | undefined {
  switch (source[at]) {
    case 0x27:
    case 0x22:
      return mayQuoteWord(before, source[at + 1] ?? -1) ? quote(source, at, before, expand) : undefined;
    case 0x5c:
      return backslash(source, at, before);
    case 0x24:
      return dollar(source, at, before, variables);
    case 0x60:
      return backtick(source, at, before, expand);
    case 0x7b:
      return braces(source, at, before);
    case 0x5b:
      return (isLetter(before) || before === 0x2f) &&
        isLetter(source[at + 1] ?? 0) &&
        source[at + 2] === 0x5d &&
        isLetter(source[at + 3] ?? 0)
        ? { text: source.toString('latin1', at + 1, at + 2), end: at + 3 }
        : undefined;
    default:
      return isLetter(before) && isLetter(source[at + 1] ?? 0) ? { text: '', end: at + 1 } : undefined;
  }
}

function backslash(source: Buffer, at: number, before: number): Rewrite | undefined {
  const next = source[at + 1] ?? -1;
  if (next === 0x0a) return { text: '', end: at + 2 };
  if (!isCommandWord(next)) return undefined;
  // A dot inside of a name: a regular expression.
  if (next === 0x2e && isLetter(before) && isLetter(source[at + 2] ?? 0)) return undefined;
  const behind = source[at + 2] ?? -1;
  const isInWord = isCommandWord(before) || isCommandWord(behind) || (behind === 0x5c && separates(before));
  return isInWord ? { text: '', end: at + 1 } : undefined;
}

/** A command in backticks that is empty or only spells a word, and PowerShell's escape inside of a word. */
function backtick(source: Buffer, at: number, before: number, expand: Expand): Rewrite | undefined {
  if (source[at + 1] === 0x60) {
    // Three of them fence code in a text.
    return isCommandWord(before) && isCommandWord(source[at + 2] ?? -1) ? { text: '', end: at + 2 } : undefined;
  }
  const printed = substitution(source, at + 1, 0x60, expand);
  if (printed !== undefined) return printed;
  return isLetter(before) && isLetter(source[at + 1] ?? 0) ? { text: '', end: at + 1 } : undefined;
}

/** `{curl,-s,http://host}` where a command may begin. */
function braces(source: Buffer, at: number, before: number): Rewrite | undefined {
  if (!separates(before) || before === 0x29 || !isLetter(source[at + 1] ?? 0)) return undefined;
  let commas = 0;
  for (let next = at + 1; next < at + MAX_QUOTED; next++) {
    const byte = source[next] ?? 0;
    if (byte === 0x7d) {
      if (commas === 0) return undefined;
      const words = source
        .toString('latin1', at + 1, next)
        .replaceAll(',', ' ')
        .replace(QUOTED_INSIDE, '');
      return { text: words, end: next + 1 };
    }
    if (byte === 0x2c) commas++;
    else if (byte <= 0x20 || byte === 0x7b || byte === 0x28) return undefined;
  }
  return undefined;
}
