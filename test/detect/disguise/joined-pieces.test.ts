import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JoinedPieces, MAX_PIECES } from '../../../src/detect/disguise/joined-pieces.js';

const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 40 });

/** The words behind each other, in rows that a separator ends. */
function joined(rows: readonly (readonly string[])[]): JoinedPieces {
  const pieces = new JoinedPieces();
  for (const row of rows) {
    for (const word of row) pieces.add(Buffer.from(`...${word}`), 3, 3 + word.length, 'first');
    pieces.separate();
  }
  return pieces;
}

describe('pieces in a row', () => {
  test('are one text, in which each byte belongs to one of them, asked for in whatever order', () => {
    fc.assert(
      fc.property(words, fc.array(fc.nat()), (row, asked) => {
        const pieces = joined([row]);
        const whole = row.join('');
        expect(pieces.bytes.toString()).toBe(whole);
        for (const number of whole === '' ? [] : asked) {
          const offset = number % whole.length;
          const index = pieces.indexAt(offset);
          expect(pieces.startOf(index)).toBeLessThanOrEqual(offset);
          expect(pieces.endOf(index)).toBeGreaterThan(offset);
          expect(whole.slice(pieces.startOf(index), pieces.endOf(index))).toBe(row[index]);
        }
      }),
    );
  });

  test('are put together with those of their own row only, and not with too many', () => {
    fc.assert(
      fc.property(fc.array(words), (rows) => {
        const pieces = joined(rows);
        const ends = rows.flatMap((row, number) => row.map((_, at) => [number, Math.min(row.length - at, MAX_PIECES)]));
        ends.forEach(([, length], index) => expect(pieces.rowBehind(index)).toBe(index + length!));
      }),
    );
  });

  test('are those of the last text when they are used again', () => {
    const pieces = joined([['a'.repeat(5_000)], ['b']]);
    pieces.clear();
    pieces.add(Buffer.from('one two'), 4, 7, 'before');
    expect(pieces.bytes.toString()).toBe('two');
    expect(pieces.count).toBe(1);
    expect(pieces.placeOf(0)).toEqual({ from: 4, to: 7 });
    expect(pieces.kindOf(0)).toBe('before');
    expect(pieces.rowBehind(0)).toBe(1);
  });
});
