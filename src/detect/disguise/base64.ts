import { isTextByte, looksLikeText } from './printable.js';

const VALUE = new Int8Array(256).fill(-1);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
Array.from(LETTERS).forEach((letter, value) => (VALUE[letter.charCodeAt(0)] = value));
VALUE['-'.charCodeAt(0)] = 62;
VALUE['_'.charCodeAt(0)] = 63;

/** Letters of a sample: twelve bytes, which by chance are all printable once in a hundred thousand times. */
const SAMPLE_LETTERS = 16;
/** A run this long is decoded even if it looks binary: something may stand behind a header. */
const LONG_RUN = 64;
/** Up to here a run is decoded in JavaScript, in letters. */
const SHORT_RUN = 256;
/** Second letters of zlib in base64. */
const COMPRESSED: ReadonlySet<number> = new Set(Buffer.from('AFJN'));
const sample = Buffer.alloc(12);

/**
 * Decodes a run of base64 letters in each alignment in which it seems to hold text, because what stands in front of it
 * (a path, a name) may belong to the alphabet too.
 *
 * @param letters The run without line ends.
 * @param decoded Called with what was decoded, how many letters were left out at the start, and whether it is text.
 */
export function decodeBase64(
  letters: Buffer,
  decoded: (bytes: Buffer, skipped: number, isText: boolean) => void,
): void {
  for (let skip = 0; skip < 4; skip++) {
    if (letters.length - skip < 8) break;
    const isText = seemsText(letters, skip);
    if (!isText && (skip > 0 || (letters.length < LONG_RUN && !beginsCompressed(letters)))) continue;
    decoded(decode(letters, skip), skip, isText);
  }
}

/**
 * Whether a run begins as gzip (1f 8b 08: `H4sI`) or zlib (78 and one of its four levels: `eA`, `eF`, `eJ`, `eN`) does: a
 * key alone takes forty letters.
 */
function beginsCompressed(letters: Buffer): boolean {
  if (letters[0] === 0x65) return COMPRESSED.has(letters[1]!);
  return letters[0] === 0x48 && letters[1] === 0x34 && letters[2] === 0x73 && letters[3] === 0x49;
}

/** Short runs are decoded here: there are many, and two texts made of each of them cost more than the work. */
function decode(letters: Buffer, skip: number): Buffer {
  const count = letters.length - skip;
  if (count > SHORT_RUN) return Buffer.from(letters.toString('latin1', skip), 'base64');
  const bytes = Buffer.allocUnsafe((count * 6) >> 3);
  let bits = 0;
  let held = 0;
  let length = 0;
  for (let i = skip; i < letters.length; i++) {
    bits = ((bits << 6) | VALUE[letters[i]!]!) & 0xfff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[length++] = bits >> held;
  }
  return bytes;
}

/** Looks at the start, the middle and the end of a run in one alignment. */
function seemsText(letters: Buffer, skip: number): boolean {
  const length = letters.length - skip;
  if (samplesText(letters, skip)) return true;
  if (length <= SAMPLE_LETTERS) return false;
  if (samplesText(letters, skip + ((length >> 1) & ~3))) return true;
  return samplesText(letters, skip + ((length - SAMPLE_LETTERS) & ~3));
}

function samplesText(letters: Buffer, at: number): boolean {
  let length = 0;
  // The fourth byte of nearly every word of ordinary text is no text either: a look at two saves the rest.
  if (!mayBeText(letters, at) || !mayBeText(letters, at + 4)) return false;
  const end = Math.min(letters.length, at + SAMPLE_LETTERS);
  for (let i = at; i + 1 < end; i += 4) {
    const a = VALUE[letters[i]!]!;
    const b = VALUE[letters[i + 1]!]!;
    const first = (a << 2) | (b >> 4);
    sample[length++] = first;
    if (i + 2 >= end) break;
    const c = VALUE[letters[i + 2]!]!;
    sample[length++] = ((b & 15) << 4) | (c >> 2);
    if (i + 3 >= end) break;
    sample[length++] = ((c & 3) << 6) | VALUE[letters[i + 3]!]!;
  }
  return length >= 6 && looksLikeText(sample, 0, length);
}

/** Whether the first byte of a quad can stand in a text, in any script's encoding. */
function mayBeText(letters: Buffer, at: number): boolean {
  if (at + 1 >= letters.length) return true;
  const byte = (VALUE[letters[at]!]! << 2) | (VALUE[letters[at + 1]!]! >> 4);
  return byte < 0x80 ? isTextByte(byte) || byte === 0 : true;
}
