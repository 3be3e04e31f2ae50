import { looksLikeText } from './printable.js';

/** RFC 4648, section 6. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const UPPER = new Int8Array(256).fill(-1);
const LOWER = new Int8Array(256).fill(-1);
Array.from(LETTERS).forEach((letter, value) => {
  UPPER[letter.charCodeAt(0)] = value;
  LOWER[letter.toLowerCase().charCodeAt(0)] = value;
});
/** Shortest run that is decoded: ten bytes. */
const MIN_LETTERS = 16;
const SAMPLE_LETTERS = 24;

/**
 * Decodes the stretches of base32 letters of one case within a run, in each alignment in which they seem to hold text.
 *
 * @param decoded Called with what was decoded and where in the run it stands.
 */
export function decodeBase32(letters: Buffer, decoded: (bytes: Buffer, from: number, to: number) => void): void {
  let at = 0;
  while (at + MIN_LETTERS <= letters.length) {
    const values = UPPER[letters[at]!]! === -1 ? LOWER : UPPER;
    let to = at;
    while (to < letters.length && values[letters[to]!]! !== -1) to++;
    if (to - at >= MIN_LETTERS) decodeStretch(letters, at, to, values, decoded);
    at = Math.max(to, at + 1);
  }
}

function decodeStretch(
  letters: Buffer,
  from: number,
  to: number,
  values: Int8Array,
  decoded: (bytes: Buffer, from: number, to: number) => void,
): void {
  for (let skip = 0; skip < 8 && to - from - skip >= MIN_LETTERS; skip++) {
    const begin = from + skip;
    const sample = decode(letters, begin, Math.min(to, begin + SAMPLE_LETTERS), values);
    if (!looksLikeText(sample, 0, sample.length)) continue;
    decoded(decode(letters, begin, to, values), begin, to);
    return;
  }
}

function decode(letters: Buffer, from: number, to: number, values: Int8Array): Buffer {
  const bytes = Buffer.alloc(((to - from) * 5) >> 3);
  let bits = 0;
  let held = 0;
  let length = 0;
  for (let i = from; i < to; i++) {
    bits = ((bits << 5) | values[letters[i]!]!) & 0xfff;
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = (bits >> held) & 0xff;
    }
  }
  return bytes;
}
