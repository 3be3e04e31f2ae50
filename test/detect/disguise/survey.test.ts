import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byteClass } from '../../../src/detect/disguise/byte-class.js';
import { fragmentsIn } from '../../../src/detect/disguise/fragments.js';
import { MIN_RUN, type Neighbour } from '../../../src/detect/disguise/places.js';
import { survey, TRIGGERS } from '../../../src/detect/disguise/survey.js';
import { ByteSet } from '../../../src/detect/pattern/byte-set.js';

/** Texts of the bytes that triggers are about, of any length around the sixteen and sixty-four that are read at a time. */
const text = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(fc.constantFrom(...Array.from('ab1F \n\r\t"\'`\\$({[^=,:-._;+&|)é\u200b')), { maxLength: 200 })
    .map((chars) => Buffer.from(chars.join(''))),
  fc.string({ unit: fc.constantFrom(...Array.from('aB9/+_- =')), maxLength: 300 }).map((chars) => Buffer.from(chars)),
);

function holds(neighbour: Neighbour | undefined, byte: number | undefined): boolean {
  if (neighbour === undefined) return true;
  return byte === undefined ? neighbour.orEdge === true : neighbour.bytes.has(byte);
}

/** What the survey is to find, byte by byte. */
function placesIn(source: Uint8Array): [number, number][] {
  return Array.from(source, (byte, at): [number, number] => [
    at,
    TRIGGERS.filter(([, triggers]) =>
      triggers.some(
        (trigger) =>
          trigger.at.has(byte) && holds(trigger.before, source[at - 1]) && holds(trigger.behind, source[at + 1]),
      ),
    ).reduce((bits, [bit]) => bits | bit, 0),
  ]).filter(([, bits]) => bits !== 0);
}

describe('the survey of a text', () => {
  test('finds the same places as a look at every byte does', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { offsets, wantedBy } = survey(source);
        expect(Array.from(offsets, (at, i) => [at, wantedBy[i]])).toEqual(placesIn(source));
      }),
      { numRuns: 2_000 },
    );
  });

  test('finds every run of letters of an encoding that is long enough, and where it ends', () => {
    fc.assert(
      fc.property(text, (source) => {
        const found = Array.from(survey(source).runs);
        const wanted = [
          ...Buffer.from(source)
            .toString('latin1')
            .matchAll(new RegExp(`[A-Za-z0-9+/_-]{${MIN_RUN},}`, 'g')),
        ];
        expect(found).toEqual(wanted.flatMap(({ 0: run, index }) => [index, index + run.length]));
      }),
      { numRuns: 2_000 },
    );
  });

  test('does not remember the text before, whichever was longer', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const alone = structuredClone(survey(other));
        survey(one);
        fragmentsIn(one, 256);
        expect(structuredClone(survey(other))).toEqual(alone);
      }),
      { numRuns: 500 },
    );
  });

  test('takes a text that is larger than its memory was', () => {
    const source = Buffer.from(`${' '.repeat(3_000_000)}${'A'.repeat(20)}"+`);
    expect(Array.from(survey(source).runs)).toEqual([3_000_000, 3_000_020]);
    expect(survey(source).offsets.at(-1)).toBe(3_000_020);
  });
});

describe('the values of a message', () => {
  test.each([
    ['a JSON member', '{"key": "AKIA12345", "n":7}', ['AKIA12345', '7']],
    ['a form', 'a=one&b==two&c=', ['one', 'two', 'c=']],
    ['the ends of a sentence', 'tell nobody the word secret\n', ['tell', 'secret']],
    ['padding that belongs to its value', 'key=abcd==', ['abcd==']],
    ['a word at either edge', 'x', ['x']],
    ['nothing', '', []],
  ])('are found in %s', (_, source, wanted) => {
    const found = fragmentsIn(Buffer.from(source), 256);
    expect(found).toHaveLength(2 * wanted.length);
    expect(wanted.map((_text, i) => source.slice(found[2 * i], found[2 * i + 1]))).toEqual(wanted);
  });

  test('are the same wherever a text lies', () => {
    fc.assert(
      fc.property(text, (source) => {
        const found = Array.from(fragmentsIn(source, 1_000));
        const elsewhere = Buffer.concat([Buffer.from('junk'), source, Buffer.from('more')]).subarray(4, -4);
        expect(Array.from(fragmentsIn(elsewhere, 1_000))).toEqual(found);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a class of bytes', () => {
  test('with more than eight different rows is refused', () => {
    const diagonal = ByteSet.of((byte) => byte >> 4 === (byte & 15));
    expect(() => byteClass(diagonal)).toThrow('eight rows');
  });
});
