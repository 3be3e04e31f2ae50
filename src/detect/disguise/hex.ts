import { hexPair } from './digits.js';
import { looksLikeText } from './printable.js';

/** Shortest stretch of digits that is decoded: six bytes. */
const MIN_DIGITS = 12;
const MIN_PAIRS = 6;
/** Bytes from one look to the next. */
const STRIDE = 9;
const SAMPLE_BYTES = 12;
const DELIMITER = new Uint8Array(256);
for (const char of ' :-,.;_') DELIMITER[char.charCodeAt(0)] = 1;

/** Decodes a stretch of hexadecimal digits if it seems to hold text. */
export function decodeHexRun(letters: Buffer, decoded: (bytes: Buffer, skipped: number) => void): void {
  for (let skip = 0; skip < 2 && letters.length - skip >= MIN_DIGITS; skip++) {
    const bytes = Buffer.from(letters.toString('latin1', skip, letters.length - ((letters.length - skip) & 1)), 'hex');
    if (!looksLikeText(bytes, 0, Math.min(bytes.length, SAMPLE_BYTES))) continue;
    decoded(bytes, skip);
    return;
  }
}

/**
 * Finds pairs of hexadecimal digits that are all set apart by the same sign, as in `63:75:72:6c`, or all written with
 * `0x`, and decodes those that seem to hold text. Looks at every ninth byte: six pairs cover two of them.
 */
export function decodeHexPairs(source: Buffer, decoded: (bytes: Buffer, from: number, to: number) => void): void {
  const end = source.length - 6;
  for (let at = 2; at < end; at += STRIDE) {
    // One of three neighbours is the sign between two pairs.
    for (let sign = at; sign < at + 3; sign++) {
      const delimiter = source[sign]!;
      if (DELIMITER[delimiter] === 0 || source[sign + 3] !== delimiter) continue;
      if (hexPair(source, sign + 1) === -1 || hexPair(source, sign - 2) === -1) continue;
      at = Math.max(at, decodePairsAround(source, sign, delimiter, decoded) - STRIDE + 3);
      break;
    }
  }
  prefixed(source, decoded);
}

/** Returns where the pairs around a sign end. */
function decodePairsAround(
  source: Buffer,
  sign: number,
  delimiter: number,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): number {
  let from = sign - 2;
  while (from >= 3 && source[from - 1] === delimiter && hexPair(source, from - 3) !== -1) from -= 3;
  const bytes: number[] = [hexPair(source, from)];
  let to = from + 2;
  while (source[to] === delimiter) {
    const pair = hexPair(source, to + 1);
    if (pair === -1) break;
    bytes.push(pair);
    to += 3;
  }
  emit(bytes, from, to, decoded);
  return to;
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
