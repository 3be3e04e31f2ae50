import { disguiseNumber } from './disguise.js';
import { isTextByte } from './printable.js';
import type { ViewBuilder } from './view.js';

const UTF_16 = disguiseNumber('utf_16');
/** Fewer letters than this in a row with a zero beside each are an accident of binary data. */
const MIN_LETTERS = 6;

/**
 * Turns stretches of UTF-16, in either byte order, into the ASCII that they hold.
 *
 * @returns whether there was any.
 */
export function utf16(source: Buffer, out: ViewBuilder): boolean {
  let copied = 0;
  for (let zero = source.indexOf(0); zero !== -1;) {
    // The letter stands in front of the zero (little endian) or behind it (big endian).
    const from = zero > 0 && isTextByte(source[zero - 1]!) ? zero - 1 : zero;
    const letter = from === zero ? 1 : 0;
    let to = from;
    while (to + 1 < source.length && source[to + 1 - letter] === 0 && isTextByte(source[to + letter]!)) to += 2;
    if (to - from < MIN_LETTERS * 2) {
      zero = source.indexOf(0, Math.max(zero + 1, to));
      continue;
    }
    out.between(source, copied, from);
    const begin = out.length;
    for (let at = from; at < to; at += 2) out.byte(source[at + letter]!);
    out.edited(UTF_16, begin, from, to);
    copied = to;
    zero = source.indexOf(0, to);
  }
  if (out.edits.size === 0) return false;
  out.between(source, copied, source.length, true);
  return true;
}
