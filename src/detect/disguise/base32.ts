import { isTextByte, looksLikeText } from './printable.js';

/** RFC 4648, section 6; either case. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const VALUE = new Int8Array(256).fill(-1);
Array.from(LETTERS).forEach((letter, value) => {
  VALUE[letter.charCodeAt(0)] = value;
  VALUE[letter.toLowerCase().charCodeAt(0)] = value;
});
const MIN_LETTERS = 16;
const SAMPLE_LETTERS = 24;

/** Decodes a stretch of base32 letters in the first alignment in which it seems to hold text. */
export function decodeBase32(letters: Buffer, decoded: (bytes: Buffer, skipped: number) => void): void {
  for (let skip = 0; skip < 8 && letters.length - skip >= MIN_LETTERS; skip++) {
    const first = (VALUE[letters[skip]!]! << 3) | (VALUE[letters[skip + 1]!]! >> 2);
    if (!isTextByte(first) && first < 0xc2 && first !== 0) continue;
    const sample = decode(letters, skip, Math.min(letters.length, skip + SAMPLE_LETTERS));
    if (!looksLikeText(sample, 0, sample.length)) continue;
    decoded(decode(letters, skip, letters.length), skip);
    return;
  }
}

function decode(letters: Buffer, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(((to - from) * 5) >> 3);
  let bits = 0;
  let held = 0;
  let length = 0;
  for (let i = from; i < to; i++) {
    bits = ((bits << 5) | VALUE[letters[i]!]!) & 0xfff;
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = (bits >> held) & 0xff;
    }
  }
  return bytes;
}
