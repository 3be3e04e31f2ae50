import { DIGITS } from '../pattern/byte-set.js';
import { hexValue, isDigit } from './digits.js';
import { bytesOf } from './letters.js';
import { eachPlace, WANTED_BY, type Places, type Trigger } from './places.js';

/** Fewer numbers in a row than this are no text. */
const MIN_CODES = 7;
/** Blanks between a comma and the next number: a list that is printed with one number a line is indented. */
const MAX_INDENT = 40;
/** Longest text from one number to the next where each is in a call of its own: `)+String.fromCharCode(`. */
const MAX_BETWEEN_CALLS = 32;
const COMMA = 0x2c;
const COLON = 0x3a;
const ZERO = 0x30;
const QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const BLANK = 0x20;

/** What stands right in front of a number that a call makes a letter of, `chr(99)` or `[char]99`. */
const CALLS = bytesOf('(]');

/**
 * A comma, a blank or the like between two numbers, or between a number and a name in quotes (either kind: the survey tells
 * only so many kinds of bytes apart), and what a number in a call stands behind.
 */
export const CHAR_CODE_TRIGGERS: readonly Trigger[] = [
  { before: { bytes: DIGITS }, at: bytesOf(','), behind: { bytes: DIGITS.union(bytesOf(` \r\n'"`)) } },
  { before: { bytes: DIGITS }, at: bytesOf(' ;\n'), behind: { bytes: DIGITS } },
  { at: CALLS, behind: { bytes: DIGITS } },
];

/**
 * Finds lists of decimal character codes (`99,117,114,108`), as `String.fromCharCode`, `bytes([...])` or PowerShell's
 * `[char[]]` take them, and with blanks between them, as `'99 117 114' -split ' '` and `split(" ")` do.
 */
export function decodeCharCodes(
  source: Buffer,
  places: Places,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): void {
  eachPlace(places, WANTED_BY.charCodes, (sign) => {
    const delimiter = source[sign]!;
    if (CALLS.has(delimiter)) return decodeCalls(source, sign, decoded);
    const members = delimiter === COMMA ? membersBefore(source, sign) : -1;
    if (members !== -1) return decodeMembers(source, members, decoded);
    if (source[sign + 1] === QUOTE || source[sign + 1] === SINGLE_QUOTE) return sign + 1;
    let from = sign;
    while (from > sign - 3 && isDigit(source[from - 1])) from--;
    const codes: number[] = [];
    let at = from;
    let to = from;
    for (;;) {
      const end = numberEnd(source, at);
      const value = numberIn(source, at, end);
      if (value < 9 || value > 126) break;
      codes.push(value);
      to = at = end;
      if (source[at] !== delimiter) break;
      at++;
      if (delimiter === COMMA) while (at < to + MAX_INDENT && isSpace(source[at])) at++;
    }
    if (codes.length >= MIN_CODES && (delimiter === COMMA || areLetters(codes))) decoded(Buffer.from(codes), from, to);
    return Math.max(to, sign + 1);
  });
}

/**
 * Finds numbers that are made a letter one by one and put together: `chr(99).chr(117)`, `CHR(99)||CHR(117)`,
 * `[char]99+[char]117`, `chr(0x63)+chr(0x75)`. Between each two of them stands the same.
 *
 * @returns where they end.
 */
function decodeCalls(source: Buffer, sign: number, decoded: (bytes: Buffer, from: number, to: number) => void): number {
  let to = numberEnd(source, sign + 1);
  let next = to;
  while (next < to + MAX_BETWEEN_CALLS && next < source.length && !isDigit(source[next])) next++;
  if (source[next - 1] !== source[sign]) return to;
  const between = source.subarray(to, next);
  const codes: number[] = [];
  for (let at = sign + 1; ; at = to + between.length) {
    const end = numberEnd(source, at);
    const value = numberIn(source, at, end);
    if (value < 9 || value > 126) break;
    codes.push(value);
    to = end;
    if (!source.subarray(to, to + between.length).equals(between)) break;
  }
  if (codes.length >= MIN_CODES) decoded(Buffer.from(codes), sign + 1, to);
  return to;
}

/** Where an object of bytes (`"0":99`) begins whose first number a comma stands behind; -1 when it stands behind another. */
function membersBefore(source: Buffer, comma: number): number {
  let at = comma - 1;
  while (at > comma - 3 && isDigit(source[at - 1])) at--;
  if (source[at - 1] === BLANK) at--;
  // Most commas in JSON stand behind another member.
  const isFirst = source[at - 3] === ZERO && source[at - 4] === QUOTE && source[at - 2] === QUOTE;
  return isFirst && source[at - 1] === COLON ? at - 4 : -1;
}

/**
 * Reads `"0":99,"1":117`, which JSON.stringify makes of the bytes of a file (a Uint8Array; of a Buffer it makes a list).
 *
 * @returns where they end.
 */
function decodeMembers(
  source: Buffer,
  from: number,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): number {
  const codes: number[] = [];
  let to = from + 1;
  for (let at = from; ; at = behindSpace(source, to + 1)) {
    const name = `"${codes.length}":`;
    if (source.toString('latin1', at, at + name.length) !== name) break;
    const begin = behindSpace(source, at + name.length);
    const end = numberEnd(source, begin);
    const value = numberIn(source, begin, end);
    if (end === begin || value > 255) break;
    codes.push(value);
    to = end;
    if (source[to] !== COMMA) break;
  }
  if (codes.length >= MIN_CODES) decoded(Buffer.from(codes), from, to);
  return to;
}

function behindSpace(source: Buffer, from: number): number {
  let at = from;
  while (at < from + MAX_INDENT && isSpace(source[at])) at++;
  return at;
}

/** Where a number of at most four digits ends, or `0x` and at most four. */
function numberEnd(source: Buffer, from: number): number {
  let at = from;
  if (isHexPrefix(source, from)) {
    at += 2;
    while (at < from + 6 && hexValue(source[at] ?? 0) !== -1) at++;
    return at;
  }
  while (at < from + 4 && isDigit(source[at])) at++;
  return at;
}

function numberIn(source: Buffer, from: number, to: number): number {
  let value = 0;
  if (isHexPrefix(source, from)) {
    for (let at = from + 2; at < to; at++) value = value * 16 + hexValue(source[at]!);
    return value;
  }
  for (let at = from; at < to; at++) value = value * 10 + source[at]! - 0x30;
  return value;
}

function isHexPrefix(source: Buffer, at: number): boolean {
  return source[at] === 0x30 && source[at + 1] === 0x78;
}

/** Numbers with blanks between them are a table more often than a text, which has letters in it. */
function areLetters(codes: readonly number[]): boolean {
  return (
    codes.filter((code) => code >= 0x41).length * 3 > codes.length && codes.every((code) => code >= BLANK || code < 14)
  );
}

function isSpace(byte: number | undefined): boolean {
  return byte === BLANK || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
