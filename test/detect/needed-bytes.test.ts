import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NextBytes } from '../../src/detect/next-bytes.js';
import { anchorOf } from '../../src/detect/pattern/anchor.js';
import { neededBytes } from '../../src/detect/pattern/needed-bytes.js';
import { parsePattern } from '../../src/detect/pattern/parse.js';

function neededIn(re: RegExp): string | undefined {
  const { body } = parsePattern(re);
  const bytes = neededBytes(body, anchorOf(body)!);
  return bytes === undefined ? undefined : String.fromCharCode(...bytes);
}

test.each<[string, RegExp, string | undefined]>([
  ['the sign behind the gap', /curl\s[^\n]*\|\s*sh/, '|'],
  ['any of a few', /curl\s[^\n]*(?:;|&&|\|)\s*sh/, ';&|'],
  ['of several the fewest', /curl\s[^\n]*[;&|][^\n]*<sh/, '<'],
  ['nothing, where an option needs none', /curl\s[^\n]*(?:\||s)sh/, undefined],
  ['nothing, where it may be left out', /curl\s[^\n]*\|?sh/, undefined],
  ['nothing that stands in every line', /curl\s[^\n]*"sh"/, undefined],
  ['nothing without a gap', /curl\|sh/, undefined],
  ['behind the anchor and not before it', /[a-z]*\|[a-z]*curl_curl[a-z]*;/, ';'],
])('what a match needs behind its anchor is %s', (_what, re, expected) => {
  expect(neededIn(re)).toBe(expected);
});

test('where bytes stand next is what a look at each byte would say, in whatever order places are asked for', () => {
  const byte = fc.integer({ min: 97, max: 101 });
  const question = fc.record({ sought: fc.array(byte, { maxLength: 3 }), from: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), fc.array(question, { maxLength: 30 }), (values, questions) => {
      const bytes = Uint8Array.from(values);
      const next = new NextBytes();
      for (const { sought, from } of questions) {
        const expected = values.findIndex((value, at) => at >= from && sought.includes(value));
        const found = next.anyFrom(bytes, sought, from);
        expect(found < values.length ? found : -1).toBe(expected);
      }
    }),
  );
});

test('another text is looked through anew', () => {
  const next = new NextBytes();
  expect(next.anyFrom(Buffer.from('a|b'), [0x7c], 0)).toBe(1);
  next.forget();
  expect(next.anyFrom(Buffer.from('abc'), [0x7c], 0)).toBeGreaterThanOrEqual(3);
});
