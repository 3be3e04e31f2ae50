import { isCommandWord, isLetter } from './letters.js';
import { readWord, type Expand } from './shell-reader.js';
import { isQuote, MAX_QUOTED, separates, type Rewrite } from './shell-word.js';

/** Commands that run the command behind them. */
const RUNS_ANOTHER = /(?:^|[^a-z])(?:sudo|doas|exec|env|xargs|nohup|command|builtin|time|then|do|else|busybox|eval)$/;
const LONGEST_RUNNER = 8;

/** Words of programming languages behind which a string begins, with and without a space between them. */
const KEYWORD = /(?:^|[^\w$./-])(?:return|case|typeof|else|throw|in|of|void|default|from|import|delete|await|yield) ?$/;
const LONGEST_KEYWORD = 9;
const COMMAND = /^[\w./-]*[A-Za-z][\w./-]*$/;
/** How English words end, from two letters before an apostrophe. */
const CONTRACTION = /^(?:.n't|[^A-Za-z]I'm|.[A-Za-z]'(?:s|d|re|ve|ll))(?![\w'"$\\`*/-])/;
const LONGEST_CONTRACTION = 4;

/** Whether a quote may belong to a command's word. */
export function mayQuoteWord(before: number, next: number): boolean {
  if (isQuote(next)) return true;
  if (isCommandWord(before)) return isCommandWord(next) || next === 0x24 || separates(next);
  return separates(before) && (isCommandWord(next) || next === 0x24);
}

/** Quotes that a shell takes off. Whether they are another language's is asked last: few could be a shell's at all. */
export function quote(source: Buffer, at: number, before: number, expand: Expand): Rewrite | undefined {
  const rewrite = unquoted(source, at, before, expand);
  return rewrite === undefined || isLanguage(source, at) ? undefined : rewrite;
}

/** Quotes inside of a word, and around a word that stands by itself. */
function unquoted(source: Buffer, at: number, before: number, expand: Expand): Rewrite | undefined {
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
  if (close === next) return behind === 0x24 ? inPieces(source, at, expand) : undefined;
  if (source[close] !== source[at]) return source[close] === 0x24 ? inPieces(source, at, expand) : undefined;
  const after = source[close + 1] ?? -1;
  if (isQuote(after) || after === 0x24) return inPieces(source, at, expand);
  if (!separates(after) && !isCommandWord(after)) return undefined;
  if (isQuotation(source, at, close)) return undefined;
  return { text: source.toString('latin1', next, close), end: close + 1 };
}

/** A word of several quoted pieces, `"c""u"'rl'`, or with what a variable holds in it: `"$a"`, `"${a}rl"`. */
function inPieces(source: Buffer, at: number, expand: Expand): Rewrite | undefined {
  const word = readWord(source, at, expand);
  return word !== undefined && separates(source[word.end] ?? -1) && COMMAND.test(word.text) ? word : undefined;
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
  const front = source[open - 1] ?? -1;
  // `r""'m'` and `c$'url'`: the word begins in front of what stands there.
  const isInside = isCommandWord(front) || isQuote(front) || front === 0x24;
  const opens = source[open] === source[at] && isInside && !isLanguage(source, open);
  return opens ? { text: '', end: next } : undefined;
}
