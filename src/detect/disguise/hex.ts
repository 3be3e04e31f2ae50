import { DIGITS } from '../pattern/byte-set.js';
import { hexPair, hexValue } from './digits.js';
import { bytesOf, HEX_DIGIT_BYTES } from './letters.js';
import { eachPlace, WANTED_BY, type Places, type Trigger } from './places.js';
import { looksLikeText } from './printable.js';

/** Shortest stretch of digits that is decoded: six bytes. */
const MIN_DIGITS = 12;
const MIN_PAIRS = 6;
/** Bytes of the longest sign between two pairs. */
const MAX_WIDTH = 3;
const SAMPLE_BYTES = 12;
const sample = Buffer.alloc(SAMPLE_BYTES);

const LETTERS_NO_DIGITS = bytesOf('GHIKLMNOPQRSTUVWYZghiklmnopqrstuvwyz');
const LETTER_H = 0x68;
const BLANK = 0x20;
const COMMA = 0x2c;

/** A sign that may set two pairs apart. */
export const HEX_PAIR_TRIGGERS: readonly Trigger[] = [
  { before: { bytes: HEX_DIGIT_BYTES }, at: bytesOf(' \t:-,.;_|&\n'), behind: { bytes: HEX_DIGIT_BYTES } },
  { before: { bytes: HEX_DIGIT_BYTES }, at: bytesOf(','), behind: { bytes: bytesOf(' ') } },
  // `72h 6dh` of assemblers: most letters begin with a decimal digit, and few words do. The survey has no room to tell
  // the `h` apart.
  { before: { bytes: LETTERS_NO_DIGITS }, at: bytesOf(' ,'), behind: { bytes: DIGITS } },
  { before: { bytes: bytesOf(',') }, at: bytesOf(' '), behind: { bytes: DIGITS } },
];

/** The letter of a prefix. */
export const HEX_PREFIX_TRIGGERS: readonly Trigger[] = [
  { before: { bytes: bytesOf('0') }, at: bytesOf('xX'), behind: { bytes: HEX_DIGIT_BYTES } },
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
 * Finds pairs of hexadecimal digits that are all set apart by the same sign, as in `63:75:72:6c`, in groups of four or
 * eight digits, or all written with `0x`, and decodes those that seem to hold text.
 */
export function decodeHexPairs(
  source: Buffer,
  places: Places,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): void {
  eachPlace(places, WANTED_BY.hexPairs, (place) => {
    const last = source[place]!;
    const sign = last === BLANK || last === COMMA ? signAround(source, place) : place;
    if (sign === -1) return place;
    const delimiter = source[sign]!;
    // `, ` is two bytes, `h, ` three.
    let width = 1;
    while (width < MAX_WIDTH && hexValue(source[sign + width] ?? 0) === -1) width++;
    const step = width + 2;
    if (source[sign + step] !== delimiter || source[sign + 2 * step] !== delimiter) {
      return delimiter === BLANK && width === 1 ? decodeGroups(source, sign, decoded) : sign;
    }
    if (hexPair(source, sign + width) === -1 || sign < 2 || hexPair(source, sign - 2) === -1) return sign;
    return decodePairsAround(source, sign, width, decoded);
  });
  eachPlace(places, WANTED_BY.hexPrefix, (letter) => decodePrefixed(source, letter - 1, decoded));
}

/** Where the sign begins that a place is the end of, with the `h` of assemblers; -1 when another letter stands there. */
function signAround(source: Buffer, place: number): number {
  const isBehindComma = source[place] === BLANK && source[place - 1] === COMMA;
  const before = isBehindComma ? place - 2 : place - 1;
  const byte = source[before] ?? 0;
  if ((byte | 0x20) === LETTER_H) return before;
  return isBehindComma || LETTERS_NO_DIGITS.has(byte) ? -1 : place;
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
    source[at] === source[sign] &&
    (width === 1 || source[at + 1] === source[sign + 1]) &&
    (width < MAX_WIDTH || source[at + 2] === source[sign + 2]);
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

/** `6375 726c`: groups of which the first ends at a sign. Returns where they end. */
function decodeGroups(
  source: Buffer,
  sign: number,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): number {
  // Dumps of memory set four or eight apart.
  const digits = source[sign + 5] === BLANK ? 4 : 8;
  if (sign < digits || source[sign + 1 + digits] !== BLANK) return sign;
  const bytes: number[] = [];
  let to = sign - digits;
  for (let inGroup = 0; ; inGroup = (inGroup + 2) % digits) {
    const at = to + (inGroup === 0 && bytes.length > 0 ? 1 : 0);
    const pair = at === to || source[to] === BLANK ? hexPair(source, at) : -1;
    if (pair === -1) break;
    bytes.push(pair);
    to = at + 2;
  }
  emit(bytes, sign - digits, to, decoded);
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
    if (source[next] !== 0x30 || (source[next + 1]! | 0x20) !== 0x78) {
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
