import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { disguiseNumber } from '../../../src/detect/disguise/disguise.js';
import { EditList } from '../../../src/detect/disguise/edit-list.js';

/** How far behind the last edit one stands, its length in the view and in the source, and whether it is a gap. */
const shapes = fc.array(fc.tuple(fc.nat(5), fc.nat(4), fc.nat(9), fc.boolean()), { maxLength: 30 });
const asked = fc.array(fc.tuple(fc.nat(200), fc.nat(20)), { minLength: 1, maxLength: 40 });

function listOf(edits: readonly (readonly [number, number, number, boolean])[]): EditList {
  const list = new EditList();
  let [at, from] = [0, 0];
  for (const [behind, length, inSource, isGap] of edits) {
    at += behind;
    from += behind;
    if (isGap) list.skip(at, length, from, from + inSource);
    else list.add(disguiseNumber('percent'), at, length, from, from + inSource);
    at += length;
    from += inSource;
  }
  return list;
}

describe('a list of edits', () => {
  test('answers the same in whatever order it is asked', () => {
    fc.assert(
      fc.property(shapes, asked, (edits, questions) => {
        const list = listOf(edits);
        for (const [start, length] of questions) {
          const [unasked, end] = [listOf(edits), start + length];
          expect(list.touches(start, end)).toBe(unasked.touches(start, end));
          expect(list.within(start, end)).toEqual(listOf(edits).within(start, end));
          expect(list.sourceOf(start, end)).toEqual(listOf(edits).sourceOf(start, end));
        }
      }),
    );
  });

  test('is touched by what lies in an edit or right beside it, and by no gap', () => {
    const list = new EditList();
    list.add(disguiseNumber('percent'), 10, 2, 10, 16);
    list.skip(20, 4, 24, 90);
    const touched = Array.from({ length: 30 }, (_, at) => at).filter((at) => list.touches(at, at + 1));
    expect(touched).toEqual([9, 10, 11, 12, 13]);
    expect(list.isWhole).toBe(false);
  });
});
