import { disguiseNumber } from './disguise.js';
import { bytesOf, COMMAND_WORD_BYTES, isCommandWord, isLetter, isNameByte, LETTER_BYTES } from './letters.js';
import { eachPlace, WANTED_BY, type Neighbour, type Places, type Trigger } from './places.js';
import { assignmentsIn } from './shell-variables.js';
import type { ViewBuilder } from './view.js';

const SHELL = disguiseNumber('shell');
/** Longest quoted word whose quotes are taken off, and longest list in braces. */
const MAX_QUOTED = 200;

const SEPARATORS = ' \t\r\n;|&()`';
const SEPARATES = new Uint8Array(256);
for (const char of SEPARATORS) SEPARATES[char.charCodeAt(0)] = 1;
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
  { before: { bytes: bytesOf(SEPARATORS), orEdge: true }, at: QUOTES, behind: WORD },
  { at: bytesOf('\\'), behind: { bytes: COMMAND_WORD_BYTES.union(bytesOf('\n')) } },
  { at: bytesOf('$'), behind: { bytes: LETTER_BYTES.union(bytesOf('0123456789_\'"({@*!?#')) } },
  { before: WORD, at: bytesOf('`'), behind: { bytes: bytesOf('`') } },
  { before: LETTER, at: bytesOf('`[^'), behind: LETTER },
  { before: { bytes: bytesOf(SEPARATORS.replace(')', '')), orEdge: true }, at: bytesOf('{'), behind: LETTER },
];

/** Commands that run the command behind them. */
const RUNS_ANOTHER = /(?:^|[^a-z])(?:sudo|doas|exec|env|xargs|nohup|command|builtin|time|then|do|else|busybox|eval)$/;
const LONGEST_RUNNER = 8;

/** Words of programming languages behind which a string begins, with and without a space between them. */
const KEYWORD = /(?:^|[^\w$./-])(?:return|case|typeof|else|throw|in|of|void|default|from|import|delete|await|yield) ?$/;
const LONGEST_KEYWORD = 9;
/** How English words end, from two letters before an apostrophe. */
const CONTRACTION = /^(?:.n't|[^A-Za-z]I'm|.[A-Za-z]'(?:s|d|re|ve|ll))(?![\w'"$\\`*/-])/;
const LONGEST_CONTRACTION = 4;

/** Quotes and backslashes inside of a word in braces, such as `{c''at,/etc/p\asswd}`. */
const QUOTED_INSIDE = /(?<=[\w/.-])(?:["']{2}|["'](?=[\w/.-])|\\(?=\w))/g;

/** What stands in for a piece of a command, and where the piece ends. */
interface Rewrite {
  readonly text: string;
  readonly end: number;
}

/**
 * Writes the words of shell commands as the shell would read them: without quotes and backslashes inside of a word, with
 * `$IFS` as a space, variables that were assigned in the same text filled in and unset ones gone, `{a,b}` spread.
 * Windows' caret and PowerShell's backtick are taken out as well. It does not run anything and does not try to be a
 * shell: what matters is that a word that a rule knows becomes readable.
 *
 * @returns whether anything was changed.
 */
export function shell(source: Buffer, out: ViewBuilder, places: Places, inJson: boolean): boolean {
  const variables = source.includes(0x24) ? assignmentsIn(source) : new Map<string, string>();
  let copied = 0;
  eachPlace(places, WANTED_BY.shell, (first) => {
    // What stands right behind something rewritten has another neighbour now than the survey saw.
    for (let at = first; SPECIAL[source[at] ?? 0] === 1; at = copied) {
      // What a shell will see of JSON is what the escapes stand for; that is a view of its own.
      if (inJson && source[at] === 0x5c) break;
      const rewrite = rewriteAt(source, at, at > copied ? source[at - 1]! : out.last, variables);
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
  variables: ReadonlyMap<string, string>,
): Rewrite | undefined {
  switch (source[at]) {
    case 0x27:
    case 0x22:
      return mayQuoteWord(before, source[at + 1] ?? -1) ? quote(source, at, before) : undefined;
    case 0x5c:
      return backslash(source, at, before);
    case 0x24:
      return dollar(source, at, before, variables);
    case 0x60:
      return backtick(source, at, before);
    case 0x7b:
      return braces(source, at, before);
    case 0x5b:
      return isLetter(before) &&
        isLetter(source[at + 1] ?? 0) &&
        source[at + 2] === 0x5d &&
        isLetter(source[at + 3] ?? 0)
        ? { text: source.toString('latin1', at + 1, at + 2), end: at + 3 }
        : undefined;
    default:
      return isLetter(before) && isLetter(source[at + 1] ?? 0) ? { text: '', end: at + 1 } : undefined;
  }
}

/** Whether a quote may belong to a command's word. */
function mayQuoteWord(before: number, next: number): boolean {
  if (isQuote(next)) return true;
  if (isCommandWord(before)) return isCommandWord(next) || next === 0x24 || separates(next);
  return separates(before) && isCommandWord(next);
}

/** Quotes that a shell takes off. Whether they are another language's is asked last: few could be a shell's at all. */
function quote(source: Buffer, at: number, before: number): Rewrite | undefined {
  const rewrite = unquoted(source, at, before);
  return rewrite === undefined || isLanguage(source, at) ? undefined : rewrite;
}

/** Quotes inside of a word, and around a word that stands by itself. */
function unquoted(source: Buffer, at: number, before: number): Rewrite | undefined {
  let next = at;
  while (next < at + 6 && (source[next] === 0x27 || source[next] === 0x22)) next++;
  const behind = source[next] ?? -1;
  if (isCommandWord(before) && (isCommandWord(behind) || behind === 0x24)) return { text: '', end: next };
  if (next - at >= 2 && isCommandWord(behind) && (next - at) % 2 === 0) return { text: '', end: next };
  if (isCommandWord(before)) return endsQuotedWord(source, at, behind, next);
  if (next !== at + 1 || !separates(before)) return undefined;
  // The only word in the parentheses of a call; a value of an object or a list.
  if (before === 0x28 && isCommandWord(source[at - 2] ?? -1)) return undefined;
  if (before === 0x20 && (source[at - 2] === 0x3a || source[at - 2] === 0x2c)) return undefined;
  let close = next;
  while (close < next + MAX_QUOTED && isCommandWord(source[close] ?? -1)) close++;
  if (close === next) return undefined;
  if (source[close] !== source[at]) return undefined;
  const after = source[close + 1] ?? -1;
  if (!separates(after) && !isCommandWord(after)) return undefined;
  if (isQuotation(source, at, close)) return undefined;
  return { text: source.toString('latin1', next, close), end: close + 1 };
}

/**
 * Whether a quoted word stands between the words of a sentence, as quoted words in prose do. A shell has no reason to
 * quote a word there, and what rules look for has an end of a command, an option or a path beside it; only commands that
 * run another command may stand in front of it.
 */
function isQuotation(source: Buffer, open: number, close: number): boolean {
  const spaced = source[open - 1] === 0x20 && source[close + 1] === 0x20;
  if (!spaced || !isLetter(source[open - 2] ?? 0) || !isLetter(source[close + 2] ?? 0)) return false;
  for (let i = open + 1; i < close; i++) if (!isLetter(source[i]!)) return false;
  return !RUNS_ANOTHER.test(source.toString('latin1', Math.max(0, open - 1 - LONGEST_RUNNER), open - 1));
}

/** Whether a quote belongs to another language than a shell's: to a string behind a keyword, or to an English word. */
function isLanguage(source: Buffer, at: number): boolean {
  if (KEYWORD.test(source.toString('latin1', Math.max(0, at - LONGEST_KEYWORD), at))) return true;
  return CONTRACTION.test(source.toString('latin1', Math.max(0, at - 2), at + LONGEST_CONTRACTION));
}

/** The closing quote of `c"url"`, or an empty pair behind a word. */
function endsQuotedWord(source: Buffer, at: number, behind: number, next: number): Rewrite | undefined {
  if (!separates(behind)) return undefined;
  if (next - at === 2 && source[at] === source[at + 1]) return { text: '', end: next };
  let open = at - 1;
  while (open > at - MAX_QUOTED && isCommandWord(source[open] ?? -1)) open--;
  const opens = source[open] === source[at] && isCommandWord(source[open - 1] ?? -1) && !isLanguage(source, open);
  return opens ? { text: '', end: next } : undefined;
}

function backslash(source: Buffer, at: number, before: number): Rewrite | undefined {
  const next = source[at + 1] ?? -1;
  if (next === 0x0a) return { text: '', end: at + 2 };
  if (!isCommandWord(next)) return undefined;
  // A dot inside of a name: a regular expression.
  if (next === 0x2e && isLetter(before) && isLetter(source[at + 2] ?? 0)) return undefined;
  return isCommandWord(before) || isCommandWord(source[at + 2] ?? -1) ? { text: '', end: at + 1 } : undefined;
}

function dollar(
  source: Buffer,
  at: number,
  before: number,
  variables: ReadonlyMap<string, string>,
): Rewrite | undefined {
  const next = source[at + 1] ?? -1;
  if (isQuote(next)) return { text: '', end: at + 1 };
  if (next === 0x28 && source[at + 2] === 0x29) return { text: '', end: at + 3 };
  if (next === 0x7b) {
    const close = source.indexOf(0x7d, at + 2);
    if (close === -1 || close > at + 64) return undefined;
    let end = at + 2;
    while (end < close && isNameByte(source[end]!)) end++;
    return expand(source, source.toString('latin1', at + 2, end), close + 1, before, variables);
  }
  if (isParameter(next)) {
    const joins = isCommandWord(before) && isCommandWord(source[at + 2] ?? -1);
    return joins ? { text: '', end: at + 2 } : undefined;
  }
  let end = at + 1;
  while (end < at + 33 && isNameByte(source[end] ?? 0)) end++;
  if (end === at + 1) return undefined;
  return expand(source, source.toString('latin1', at + 1, end), end, before, variables);
}

function expand(
  source: Buffer,
  name: string,
  end: number,
  before: number,
  variables: ReadonlyMap<string, string>,
): Rewrite | undefined {
  if (name.startsWith('IFS')) {
    // `$IFS$9`: the unset parameter only ends the name.
    const digit = source[end] === 0x24 && source[end + 1]! >= 0x30 && source[end + 1]! <= 0x39;
    const rest = name.slice(3);
    return { text: ` ${rest}`, end: digit ? end + 2 : end };
  }
  const value = variables.get(name);
  if (value !== undefined) return { text: value, end };
  return isCommandWord(before) && isCommandWord(source[end] ?? -1) ? { text: '', end } : undefined;
}

/** An empty command in backticks, and PowerShell's escape inside of a word. */
function backtick(source: Buffer, at: number, before: number): Rewrite | undefined {
  if (source[at + 1] === 0x60) {
    // Three of them fence code in a text.
    return isCommandWord(before) && isCommandWord(source[at + 2] ?? -1) ? { text: '', end: at + 2 } : undefined;
  }
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

/** `$@`, `$*`, `$1` and the like, which are empty where no arguments were given. */
function isParameter(byte: number): boolean {
  return (
    byte === 0x40 || byte === 0x2a || byte === 0x21 || byte === 0x3f || byte === 0x23 || (byte >= 0x30 && byte <= 0x39)
  );
}

function isQuote(byte: number): boolean {
  return byte === 0x27 || byte === 0x22;
}

/** Whether a word may begin or end beside this byte; -1 is the edge of the text. */
function separates(byte: number): boolean {
  return byte === -1 || SEPARATES[byte] === 1;
}
