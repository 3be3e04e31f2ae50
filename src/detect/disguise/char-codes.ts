import { DIGITS } from '../pattern/byte-set.js';
import { bytesOf } from './letters.js';
import { eachPlace, WANTED_BY, type Places, type Trigger } from './places.js';

/** Fewer numbers in a row than this are no text. */
const MIN_CODES = 7;
/** Blanks between a comma and the next number: a list that is printed with one number a line is indented. */
const MAX_INDENT = 40;
const COMMA = 0x2c;
const BLANK = 0x20;

/** A comma or a blank between two numbers. */
export const CHAR_CODE_TRIGGERS: readonly Trigger[] = [
  { before: { bytes: DIGITS }, at: bytesOf(','), behind: { bytes: DIGITS.union(bytesOf(' \r\n')) } },
  { before: { bytes: DIGITS }, at: bytesOf(' '), behind: { bytes: DIGITS } },
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
    let from = sign;
    while (from > sign - 3 && isDigit(source[from - 1] ?? 0)) from--;
    const codes: number[] = [];
    let at = from;
    let to = from;
    for (;;) {
      let value = 0;
      const start = at;
      while (at < start + 4 && isDigit(source[at] ?? 0)) value = value * 10 + source[at++]! - 0x30;
      if (at === start || value < 9 || value > 126) break;
      codes.push(value);
      to = at;
      if (source[at] !== delimiter) break;
      at++;
      if (delimiter === COMMA) while (at < to + MAX_INDENT && isSpace(source[at])) at++;
    }
    if (codes.length >= MIN_CODES && (delimiter === COMMA || areLetters(codes))) decoded(Buffer.from(codes), from, to);
    return Math.max(to, sign + 1);
  });
}

/** Numbers with blanks between them are a table more often than a text, which has letters in it. */
function areLetters(codes: readonly number[]): boolean {
  return (
    codes.filter((code) => code >= 0x41).length * 3 > codes.length && codes.every((code) => code >= BLANK || code < 14)
  );
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isSpace(byte: number | undefined): boolean {
  return byte === BLANK || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
