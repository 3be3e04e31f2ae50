import { describe, expect, test } from '@jest/globals';
import { AnchorRows } from '../../src/detect/anchor-rows.js';
import { Pattern } from '../../src/detect/pattern/pattern.js';
import { anchorOf } from '../../src/detect/pattern/anchor.js';
import { neighboursOf, type Neighbours } from '../../src/detect/pattern/neighbours.js';
import { parsePattern } from '../../src/detect/pattern/parse.js';
import type { ByteSet } from '../../src/detect/pattern/byte-set.js';

function neighboursIn(re: RegExp): Record<string, Neighbours> {
  const expression = parsePattern(re);
  const anchor = anchorOf(expression.body)!;
  const all = neighboursOf(expression, anchor);
  return Object.fromEntries(anchor.literals.map((literal, i) => [literal, all[i]!]));
}

const DIGITS = '0123456789';

/** The members of a set as a text; `*` for all bytes. */
function shown(set: ByteSet): string {
  const values = set.values();
  return values.length === 256 ? '*' : String.fromCharCode(...values);
}

describe('what can stand beside an anchor', () => {
  test.each<[string, RegExp, Record<string, [before: string, next: string, second: string]>]>([
    ['is what the expression goes on with', /key_[0-9]:c/, { key_: ['*', DIGITS, ':'] }],
    ['is anything behind the end of a match', /zapped_[0-9]/, { zapped_: ['*', DIGITS, '*'] }],
    ['is what the edges ask for', /(?<=[x-z])zapped_(?![^12])/, { zapped_: ['xyz', '12', '*'] }],
    ['is either, where a match may end', /zapped_[0-9]?(?![^xy])/, { zapped_: ['*', `${DIGITS}xy`, '*'] }],
    ['is what stands before it in the expression', /[a-z]*[0-9]zapq_k/, { zapq_k: [DIGITS, '*', '*'] }],
    [
      'is another thing beside each literal',
      /(?:foo_[0-9]|bar_[a-h])e/,
      { foo_: ['*', DIGITS, 'e'], bar_: ['*', 'abcdefgh', 'e'] },
    ],
    ['is both cases where case is ignored', /zapped_[a-h]/i, { zapped_: ['*', 'ABCDEFGHabcdefgh', '*'] }],
    ['is only one case where it is not', /zapQ_[0-9]C/, { zapq_: ['*', DIGITS, 'C'] }],
    ['is what follows in a repeat, too', /(?:zap_[0-9])+c/, { zap_: ['*', DIGITS, 'cz'] }],
  ])('%s', (_what, re, expected) => {
    const seen = Object.entries(neighboursIn(re)).map(([literal, { before, next, second }]) => [
      literal,
      [shown(before), shown(next), shown(second)],
    ]);
    expect(Object.fromEntries(seen)).toEqual(expected);
  });
});

describe('a place in a text', () => {
  const patterns = [new Pattern(/zapped_[a-z]/), new Pattern(/(?<=[x-z])key_[0-9]:c/)];
  const rows = new AnchorRows(
    patterns,
    new Map([
      ['zapped_', 0],
      ['key_', 1],
    ]),
  );
  const row = rows.first[1]!;
  const mayStand = (text: string): boolean => {
    const start = text.indexOf('key_');
    return rows.mayStandBetween(row, Buffer.from(text), start, start + 4);
  };

  test('is asked of the row of its literal and pattern', () => {
    expect(rows.first[2]).toBe(row + 1);
    expect(rows.patterns[row]).toBe(1);
  });

  test.each([
    ['xkey_1:', true],
    ['xkey_1;', false],
    ['xkey_c:', false],
    ['wkey_1:', false],
  ])('%s: %s', (text, expected) => {
    expect(mayStand(text)).toBe(expected);
  });

  test.each(['key_c;', 'wkey_', 'wkey_c'])('%s is not told by what is beyond the end of the text', (text) => {
    expect(mayStand(text)).toBe(true);
  });
});
