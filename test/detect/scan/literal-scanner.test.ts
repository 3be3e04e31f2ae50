import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LiteralHits } from '../../../src/detect/scan/literal-hits.js';
import { LiteralScanner } from '../../../src/detect/scan/literal-scanner.js';

/** Every place where a literal stands in a text, looked for one by one. */
function placesIn(text: string, literals: readonly string[]): string[] {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return literals.flatMap((literal, index) =>
    Array.from(lower, (_, start) => start)
      .filter((start) => lower.startsWith(literal, start))
      .map((start) => `${index}@${start}`),
  );
}

function scanned(text: string, literals: readonly string[]): string[] {
  const hits = new LiteralHits();
  new LiteralScanner(literals).scan(Buffer.from(text, 'latin1'), hits);
  return Array.from({ length: hits.count }, (_, hit) => {
    const [literal, start] = [hits.literalOf(hit), hits.startOf(hit)];
    expect(hits.endOf(hit) - start).toBe(literals[literal]!.length);
    return `${literal}@${start}`;
  });
}

const literalsOver = (...letters: string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 20,
  });
const textOver = (...letters: string[]): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength: 300 });

describe('the scanner', () => {
  test('finds every literal wherever it stands, in upper and lower case', () => {
    fc.assert(
      fc.property(literalsOver('a', 'b', '/', ' '), textOver('a', 'B', 'b', '/', ' ', '\x80'), (literals, text) => {
        expect(scanned(text, literals).sort()).toEqual(placesIn(text, literals).sort());
      }),
    );
  });

  test('finds the same in a long text, which it walks in four places at once', () => {
    fc.assert(
      fc.property(literalsOver('a', 'b', 'c'), textOver('a', 'b', 'c'), fc.nat(9), (literals, part, rest) => {
        const text = part.padEnd(10, 'c').repeat(60) + 'a'.repeat(rest);
        expect(scanned(text, literals).sort()).toEqual(placesIn(text, literals).sort());
      }),
      { numRuns: 50 },
    );
  });

  test('misses none with bytes above 127, though it may take one for another', () => {
    const letters = ['a', '\x80', '\x81', '\x91', '\xe2', '\xff'];
    fc.assert(
      fc.property(literalsOver(...letters), textOver(...letters), (literals, text) => {
        expect(scanned(text, literals)).toEqual(expect.arrayContaining(placesIn(text, literals)));
      }),
    );
  });

  test('finds nothing in nothing', () => {
    expect(scanned('', ['a'])).toEqual([]);
  });
});
