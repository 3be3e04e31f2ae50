import { hexPair, hexValue } from './digits.js';
import { bytesOf, HEX_DIGIT_BYTES } from './letters.js';
import { eachPlace, WANTED_BY, type Places, type Trigger } from './places.js';
import { looksLikeText } from './printable.js';

/** Shortest stretch of digits that is decoded: six bytes. */
const MIN_DIGITS = 12;
const MIN_PAIRS = 6;
const SAMPLE_BYTES = 12;
const sample = Buffer.alloc(SAMPLE_BYTES);

/** A sign that may set two pairs apart. */
export const HEX_PAIR_TRIGGERS: readonly Trigger[] = [
  { before: { bytes: HEX_DIGIT_BYTES }, at: bytesOf(' :-,.;_\n'), behind: { bytes: HEX_DIGIT_BYTES } },
  { before: { bytes: HEX_DIGIT_BYTES }, at: bytesOf(','), behind: { bytes: bytesOf(' ') } },
];

/** The letter of a prefix. */
export const HEX_PREFIX_TRIGGERS: readonly Trigger[] = [
  { before: { bytes: bytesOf('0') }, at: bytesOf('x'), behind: { bytes: HEX_DIGIT_BYTES } },
];

/** Decodes a stretch of hexadecimal digits if it seems to hold text. */
export function decodeHexRun(letters: Buffer, decoded: (bytes: Buffer, skipped: number) => void): void {
  for (let skip = 0; skip < 2 && letters.length - skip >= MIN_DIGITS; skip++) {
    const pairs = Math.min(SAMPLE_BYTES, (letters.length - skip) >> 1);
    for (let i = 0; i < pairs; i++) sample[i] = hexPair(letters, skip + 2 * i);
    if (!looksLikeText(sample, 0, pairs)) continue;
    const to = letters.length - ((letters.length - skip) & 1);
    decoded(Buffer.from(letters.toString('latin1', skip, to), 'hex'), skip);
    return;
  }
}

/**
 * Finds pairs of hexadecimal digits that are all set apart by the same sign, as in `63:75:72:6c`, or all written with
 * `0x`, and decodes those that seem to hold text.
 */
export function decodeHexPairs(
  source: Buffer,
  places: Places,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): void {
  eachPlace(places, WANTED_BY.hexPairs, (sign) => {
    const delimiter = source[sign]!;
    // `, ` is two bytes.
    const width = hexValue(source[sign + 1] ?? 0) === -1 ? 2 : 1;
    const step = width + 2;
    if (source[sign + step] !== delimiter || source[sign + 2 * step] !== delimiter) return sign;
    if (hexPair(source, sign + width) === -1 || sign < 2 || hexPair(source, sign - 2) === -1) return sign;
    return decodePairsAround(source, sign, width, decoded);
  });
  eachPlace(places, WANTED_BY.hexPrefix, (letter) => decodePrefixed(source, letter - 1, decoded));
}

/** Returns where the pairs around a sign, or two of them, end. */
function decodePairsAround(
  source: Buffer,
  sign: number,
  width: number,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): number {
  const step = width + 2;
  const isSign = (at: number): boolean =>
    source[at] === source[sign] && (width === 1 || source[at + 1] === source[sign + 1]);
  let from = sign - 2;
  while (from >= step && isSign(from - width) && hexPair(source, from - step) !== -1) from -= step;
  const bytes: number[] = [hexPair(source, from)];
  let to = from + 2;
  while (isSign(to)) {
    const pair = hexPair(source, to + width);
    if (pair === -1) break;
    bytes.push(pair);
    to += step;
  }
  emit(bytes, from, to, decoded);
  return to;
}

/** `0x63, 0x75, 0x72`, or one number of many digits (`0x637572`), as databases take them. Returns where they end. */
function decodePrefixed(
  source: Buffer,
  from: number,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): number {
  let end = from + 2;
  while (end < source.length && hexValue(source[end]!) !== -1) end++;
  if (end - from - 2 >= MIN_DIGITS) {
    decodeHexRun(source.subarray(from + 2, end), (bytes) => decoded(bytes, from, end));
    return end;
  }
  const bytes: number[] = [];
  let at = from;
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
  return at;
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
