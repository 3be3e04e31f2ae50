import { disguiseNumber } from './disguise.js';
import { isTextByte } from './printable.js';
import type { ViewBuilder } from './view.js';

const UTF_16 = disguiseNumber('utf_16');
/** Fewer letters than this in a row with zeros beside each are an accident of binary data. */
const MIN_LETTERS = 6;

/**
 * Turns stretches of UTF-16 and UTF-32, in either byte order, into the ASCII that they hold.
 *
 * @returns whether there was any.
 */
export function utf16(source: Buffer, out: ViewBuilder): boolean {
  let copied = 0;
  for (let zero = source.indexOf(0); zero !== -1;) {
    // The letter stands in front of its zeros (little endian) or behind them (big endian).
    const isFirst = zero > 0 && isTextByte(source[zero - 1]!);
    const from = isFirst ? zero - 1 : zero;
    const size = source[zero + 1] === 0 && source[zero + 2] === 0 ? 4 : 2;
    const letter = isFirst ? 0 : size - 1;
    let to = from;
    while (isLetter(source, to, size, letter)) to += size;
    if (to - from < MIN_LETTERS * size) {
      zero = source.indexOf(0, Math.max(zero + 1, to));
      continue;
    }
    out.between(source, copied, from);
    const begin = out.length;
    for (let at = from; at < to; at += size) out.byte(source[at + letter]!);
    out.edited(UTF_16, begin, from, to);
    copied = to;
    zero = source.indexOf(0, to);
  }
  if (out.edits.size === 0) return false;
  out.between(source, copied, source.length, true);
  return true;
}

/** Whether `size` bytes are one letter of ASCII and zeros beside it. */
function isLetter(source: Buffer, at: number, size: number, letter: number): boolean {
  if (at + size > source.length || !isTextByte(source[at + letter]!)) return false;
  for (let other = 0; other < size; other++) if (other !== letter && source[at + other] !== 0) return false;
  return true;
}
