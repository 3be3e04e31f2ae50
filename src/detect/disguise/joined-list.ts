import type { Range } from './edit-list.js';
import { bytesOf } from './letters.js';
import type { Trigger } from './places.js';

/** String literals of a list that code puts together to one string. */
export interface JoinedList {
  /** What stands between the texts of two literals, each with what is put there instead; in ascending order. */
  readonly seams: readonly Range[];
  readonly glue: string;
}

/** Bytes of a list that are looked at. */
const MAX_LIST_BYTES = 4 * 1024;
/** Longest text that is put between the literals. */
const MAX_GLUE = 2;
/** More than any of the words behind a list or in front of one takes. */
const MAX_CALL = 24;

/** What string literals stand in. */
export const QUOTES = bytesOf('\'"`');
/** What may stand between them. */
export const BLANKS = bytesOf(' \t\r\n');
/** What a list may end with. */
const END = bytesOf('])},');
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const DOT = 0x2e;
const LETTER_O = 0x6f;

export const LETTERS_OF_JOIN = bytesOf('jJ');
/** Where a list may be put together: at the `j` of `].join('')`, of `''.join([` and of `-join`. */
export const JOIN_TRIGGERS: readonly Trigger[] = [{ before: { bytes: bytesOf('.-') }, at: LETTERS_OF_JOIN }];

/** `.join('')` of JavaScript, `.join` and `.join("")` of Ruby. */
const METHOD = /^\.join(?:\(\s{0,4}(?:'([^']{0,2})'|"([^"]{0,2})"|`([^`]{0,2})`)?\s{0,4}\)|(?![\w(]))/;
/** `.join([` of Python. */
const METHOD_OF_GLUE = /^\.join\(\s{0,4}[[(]/;
/** `-join ''` of PowerShell, and `-join (` in front of the list. */
const OPERATOR = /^-join\s{0,4}(?:'([^']{0,2})'|"([^"]{0,2})")/i;
const OPERATOR_IN_FRONT = /^-join\s{0,4}@?\(/i;

/**
 * The list that is put together at a place: `['cu', 'rl'].join('')`, `''.join(['cu', 'rl'])`, `('cu', 'rl') -join ''`,
 * `-join('cu', 'rl')`.
 *
 * @param letter Where one of {@link JOIN_TRIGGERS} is.
 */
export function joinedListAt(source: Buffer, letter: number): JoinedList | undefined {
  // Most are the beginning of `.js`.
  if ((source[letter + 1]! | 0x20) !== LETTER_O) return undefined;
  const at = letter - 1;
  const call = source.toString('latin1', at, at + MAX_CALL);
  const isMethod = source[at] === DOT;
  const isGlueInFront = isMethod && QUOTES.has(source[at - 1]!);
  const behind = isGlueInFront ? undefined : glueIn((isMethod ? METHOD : OPERATOR).exec(call));
  if (behind !== undefined) {
    const seams = seamsBefore(source, isMethod ? at - 1 : at);
    return seams && { seams, glue: behind };
  }
  const inFront = (isMethod ? METHOD_OF_GLUE : OPERATOR_IN_FRONT).exec(call);
  const glue = isGlueInFront ? literalBefore(source, at) : isMethod ? undefined : '';
  if (inFront === null || glue === undefined) return undefined;
  const seams = seamsBehind(source, at + inFront[0].length);
  return seams && { seams, glue };
}

/** What a call puts between the literals; undefined when it is no such call. */
function glueIn(call: RegExpExecArray | null): string | undefined {
  if (call === null) return undefined;
  const [, ...quoted]: readonly (string | undefined)[] = call;
  return quoted.find((glue) => glue !== undefined) ?? '';
}

/** A short literal that ends in front of a place. */
function literalBefore(source: Buffer, at: number): string | undefined {
  for (let length = 0; length <= MAX_GLUE; length++) {
    const from = at - 1 - length;
    if (from > 0 && source[from - 1] === source[at - 1]) return source.toString('latin1', from, at - 1);
  }
  return undefined;
}

/** Between the literals of a list that ends in front of `end`; its bracket may stand there too. */
function seamsBefore(source: Buffer, end: number): Range[] | undefined {
  const seams: Range[] = [];
  const first = Math.max(0, end - MAX_LIST_BYTES);
  let at = end - 1;
  let next: number | undefined;
  for (;;) {
    at = backOver(source, at, first, next === undefined);
    if (at < first || !QUOTES.has(source[at]!)) break;
    const open = opening(source, at, first);
    if (open === undefined) break;
    if (next !== undefined) seams.push({ from: at, to: next + 1 });
    next = open;
    at = open - 1;
    // Another literal stands before this one only if there is a comma between them.
    const before = backOver(source, at, first, false);
    if (source[before] !== COMMA) break;
    at = before - 1;
  }
  return seams.length === 0 ? undefined : seams.reverse();
}

/** Between the literals of a list that begins at `begin`, behind its bracket. */
export function seamsBehind(source: Buffer, begin: number): Range[] | undefined {
  const seams: Range[] = [];
  const last = Math.min(source.length, begin + MAX_LIST_BYTES);
  let at = begin;
  let before: number | undefined;
  for (;;) {
    while (at < last && BLANKS.has(source[at]!)) at++;
    if (at >= last || !QUOTES.has(source[at]!)) break;
    const close = closing(source, at, last);
    if (close === undefined) break;
    if (before !== undefined) seams.push({ from: before, to: at + 1 });
    before = close;
    at = close + 1;
    while (at < last && BLANKS.has(source[at]!)) at++;
    if (source[at] !== COMMA) break;
    at++;
  }
  return seams.length === 0 ? undefined : seams;
}

/** @param atEnd Whether the end of the list may stand here: its bracket, and a comma before that. */
function backOver(source: Buffer, from: number, first: number, atEnd: boolean): number {
  let at = from;
  while (at >= first && (BLANKS.has(source[at]!) || (atEnd && END.has(source[at]!)))) at--;
  return at;
}

function opening(source: Buffer, close: number, first: number): number | undefined {
  for (let at = close - 1; at >= first; at--) {
    if (source[at] === source[close] && source[at - 1] !== BACKSLASH) return at;
  }
  return undefined;
}

/** Where the literal ends that a quote opens. */
export function closing(source: Buffer, open: number, last: number): number | undefined {
  for (let at = open + 1; at < last; at++) {
    if (source[at] === BACKSLASH) at++;
    else if (source[at] === source[open]) return at;
  }
  return undefined;
}
