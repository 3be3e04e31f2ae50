import { DIGITS } from '../pattern/byte-set.js';
import { bytesOf } from './letters.js';
import { eachPlace, WANTED_BY, type Places, type Trigger } from './places.js';

/** Fewer numbers in a row than this are no text. */
const MIN_CODES = 7;
const COMMA = 0x2c;

/** A comma between two numbers. */
export const CHAR_CODE_TRIGGERS: readonly Trigger[] = [
  { before: { bytes: DIGITS }, at: bytesOf(','), behind: { bytes: DIGITS.union(bytesOf(' \n')) } },
];

/**
 * Finds lists of decimal character codes (`99,117,114,108`), as `String.fromCharCode`, `bytes([...])` or PowerShell's
 * `[char[]]` take them.
 */
export function decodeCharCodes(
  source: Buffer,
  places: Places,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): void {
  eachPlace(places, WANTED_BY.charCodes, (comma) => {
    let from = comma;
    while (from > comma - 3 && isDigit(source[from - 1] ?? 0)) from--;
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
      if (source[at] !== COMMA) break;
      at++;
      while (at < to + 4 && (source[at] === 0x20 || source[at] === 0x0a)) at++;
    }
    if (codes.length >= MIN_CODES) decoded(Buffer.from(codes), from, to);
    return to;
  });
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
