import type { ByteSet } from '../pattern/byte-set.js';

/** Bytes of a class as survey.wat reads it. */
export const CLASS_BYTES = 32;

/**
 * A set of bytes as two tables of sixteen, one by the low half of a byte and one by its high half: a byte belongs to the
 * set when the two that it leads to have a bit in common. High halves with the same low halves share a bit.
 *
 * @throws RangeError when the set has more than eight different rows.
 */
export function byteClass(set: ByteSet): Uint8Array {
  const table = new Uint8Array(CLASS_BYTES);
  const bits = new Map<string, number>();
  for (let high = 0; high < 16; high++) {
    const lows = Array.from({ length: 16 }, (_, low) => low).filter((low) => set.has(high * 16 + low));
    if (lows.length === 0) continue;
    const row = lows.join(' ');
    const bit = bits.get(row) ?? 1 << bits.size;
    if (bit > 0x80) throw new RangeError('a class of bytes has more than eight rows');
    bits.set(row, bit);
    table[16 + high] = bit;
    for (const low of lows) table[low]! |= bit;
  }
  return table;
}
