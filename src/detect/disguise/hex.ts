import { hexPair, hexValue } from './digits.js';
import { looksLikeText } from './printable.js';

/** Shortest stretch of digits that is decoded: six bytes. */
const MIN_DIGITS = 12;
const MIN_PAIRS = 6;
const SAMPLE_BYTES = 12;
const DELIMITER = new Uint8Array(256);
for (const char of ' :-,.;_') DELIMITER[char.charCodeAt(0)] = 1;

/** Decodes the stretches of hexadecimal digits within a run that seem to hold text. */
export function decodeHexRun(letters: Buffer, decoded: (bytes: Buffer, from: number, to: number) => void): void {
  let at = 0;
  while (at + MIN_DIGITS <= letters.length) {
    let to = at;
    while (to < letters.length && hexValue(letters[to]!) !== -1) to++;
    for (let skip = 0; skip < 2 && to - at - skip >= MIN_DIGITS; skip++) {
      const bytes = Buffer.from(letters.toString('latin1', at + skip, to - ((to - at - skip) & 1)), 'hex');
      if (!looksLikeText(bytes, 0, Math.min(bytes.length, SAMPLE_BYTES))) continue;
      decoded(bytes, at + skip, to);
      break;
    }
    at = to + 1;
  }
}

/**
 * Finds pairs of hexadecimal digits that are all set apart by the same sign, as in `63:75:72:6c`, or all written with
 * `0x`, and decodes those that seem to hold text.
 */
export function decodeHexPairs(source: Buffer, decoded: (bytes: Buffer, from: number, to: number) => void): void {
  const end = source.length;
  for (let at = 2; at + 3 < end; at++) {
    const delimiter = source[at]!;
    if (DELIMITER[delimiter] === 0 || hexValue(source[at + 1]!) === -1) continue;
    if (hexValue(source[at + 2]!) === -1 || source[at + 3] !== delimiter || hexPair(source, at - 2) === -1) continue;
    const from = at - 2;
    const bytes: number[] = [hexPair(source, from)];
    let to = at;
    for (let pair = -1; to < end && source[to] === delimiter; to += 3) {
      pair = hexPair(source, to + 1);
      if (pair === -1) break;
      bytes.push(pair);
    }
    emit(bytes, from, to, decoded);
    at = to;
  }
  prefixed(source, decoded);
}

/** `0x63, 0x75, 0x72` */
function prefixed(source: Buffer, decoded: (bytes: Buffer, from: number, to: number) => void): void {
  for (let at = source.indexOf('0x'); at !== -1;) {
    const from = at;
    const bytes: number[] = [];
    for (let pair = hexPair(source, at + 2); pair !== -1; pair = hexPair(source, at + 2)) {
      bytes.push(pair);
      let next = at + 4;
      while (next < at + 8 && isBetween(source[next] ?? 0)) next++;
      if (source[next] !== 0x30 || source[next + 1] !== 0x78) {
        at += 4;
        break;
      }
      at = next;
    }
    emit(bytes, from, at, decoded);
    at = source.indexOf('0x', Math.max(at, from + 2));
  }
}

function isBetween(byte: number): boolean {
  return byte === 0x20 || byte === 0x2c || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function emit(
  values: readonly number[],
  from: number,
  to: number,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): void {
  if (values.length < MIN_PAIRS) return;
  const bytes = Buffer.from(values);
  if (looksLikeText(bytes, 0, Math.min(bytes.length, SAMPLE_BYTES))) decoded(bytes, from, to);
}
