import { ByteSet } from '../pattern/byte-set.js';
import type { Range } from './edit-list.js';
import { BLANKS, closing, QUOTES, seamsBehind } from './joined-list.js';
import { bytesOf, isNameByte } from './letters.js';
import type { Trigger } from './places.js';

/** A literal inside of an expression of a template: where its text begins and ends, and where the expression does. */
export interface TemplateLiteral extends Range {
  readonly end: number;
}

/** A call that appends. */
const CONCAT = '.concat(';
/** Blanks between two parts of a statement, and letters of what it assigns to. */
const MAX_BLANKS = 12;
const MAX_NAME = 48;
/** Longest literal that a template is read with. */
const MAX_LITERAL = 256;

const ASSIGN = 0x3d;
const SEMICOLON = 0x3b;
const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET_END = 0x29;
const LINE_END = 0x0a;
/** What a name may consist of, with the names of members. */
const NAME_BYTES = ByteSet.of((byte) => isNameByte(byte) || byte === 0x24 || byte === 0x2e);

/** The signs in front of the brace, with those that the survey has no room to tell from them. */
const TEMPLATE_SIGNS = bytesOf('$!#*?@');
const DOLLAR = 0x24;
const HASH = 0x23;

/** At the `.` of `'cu'.concat('rl')`, the sign of `s += 'rl'` and `$s .= 'rl'`, and the `{` of `${'cu'}rl`. */
export const APPEND_TRIGGERS: readonly Trigger[] = [
  { before: { bytes: QUOTES.union(bytesOf(')')) }, at: bytesOf('.'), behind: { bytes: bytesOf('abcdef') } },
  { at: bytesOf('+.'), behind: { bytes: bytesOf('=') } },
  { before: { bytes: TEMPLATE_SIGNS }, at: bytesOf('{'), behind: { bytes: QUOTES.union(bytesOf(' ')) } },
];

/** What stands between literals that are appended to each other at a place. */
export function appendSeamsAt(source: Buffer, at: number): readonly Range[] {
  const isStatement = source[at + 1] === ASSIGN;
  const seam = isStatement ? seamOfStatement(source, at) : seamOfCall(source, at);
  if (seam === undefined) return [];
  return isStatement ? [seam] : [seam, ...(seamsBehind(source, at + CONCAT.length) ?? [])];
}

/** `'cu'.concat('rl')`, also behind another such call; there may be more literals behind. */
function seamOfCall(source: Buffer, dot: number): Range | undefined {
  if (source.toString('latin1', dot, dot + CONCAT.length) !== CONCAT) return undefined;
  const quote = overBlanks(source, dot + CONCAT.length);
  const close = source[dot - 1] === BRACKET_END ? backOverBlanks(source, dot - 2) : dot - 1;
  return between(source, close, quote);
}

/** `s = 'cu'; s += 'rl'`, with or without the semicolon; of the first statement only its end is looked at. */
function seamOfStatement(source: Buffer, sign: number): Range | undefined {
  const quote = overBlanks(source, sign + 2);
  if (!QUOTES.has(source[quote] ?? 0)) return undefined;
  const nameEnd = backOverBlanks(source, sign - 1);
  let at = nameEnd;
  while (at > nameEnd - MAX_NAME && NAME_BYTES.has(source[at] ?? 0)) at--;
  const before = backOverBlanks(source, at);
  const hasEnd = source[before] === SEMICOLON;
  if (at === nameEnd || !(hasEnd || hasLineEnd(source, before, at))) return undefined;
  return between(source, hasEnd ? backOverBlanks(source, before - 1) : before, quote);
}

/** The literal of `${'cu'}`, in JavaScript, or `#{'cu'}`, in Ruby. */
export function literalInTemplate(source: Buffer, brace: number): TemplateLiteral | undefined {
  if (source[brace] !== BRACE || (source[brace - 1] !== DOLLAR && source[brace - 1] !== HASH)) return undefined;
  const open = overBlanks(source, brace + 1);
  if (!QUOTES.has(source[open] ?? 0)) return undefined;
  const to = closing(source, open, open + MAX_LITERAL);
  if (to === undefined) return undefined;
  const end = overBlanks(source, to + 1);
  return source[end] === BRACE_END ? { from: open + 1, to, end: end + 1 } : undefined;
}

function between(source: Buffer, close: number, open: number): Range | undefined {
  if (close < 1 || !QUOTES.has(source[close]!) || !QUOTES.has(source[open] ?? 0)) return undefined;
  return { from: close, to: open + 1 };
}

function hasLineEnd(source: Buffer, before: number, last: number): boolean {
  for (let at = before + 1; at <= last; at++) if (source[at] === LINE_END) return true;
  return false;
}

function overBlanks(source: Buffer, from: number): number {
  let at = from;
  while (at < from + MAX_BLANKS && BLANKS.has(source[at] ?? 0)) at++;
  return at;
}

function backOverBlanks(source: Buffer, from: number): number {
  let at = from;
  while (at >= 0 && at > from - MAX_BLANKS && BLANKS.has(source[at]!)) at--;
  return at;
}
