import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { Pattern } from '../../src/detect/pattern/pattern.js';
import type { Text } from '../../src/detect/pattern/text.js';
import { MAX_TABLE_STATES, type StateTable } from '../../src/detect/pattern/state-table.js';
import { ROLES, WrittenAutomata, type Role } from '../../src/detect/pattern/written-automata.js';
import { digestOf } from '../../src/detect/pattern/written-facts.js';
import { readTable, writeTable } from '../../src/detect/pattern/written-table.js';
import { preparedAutomata } from '../../src/detect/prepared-automata.js';
import { RecordFile } from '../../src/detect/record-file.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { writeAutomataOf } from '../../src/detect/write-automata.js';

/** Every automaton of the catalogue, as `npm run build` left them. */
const builtFile = new URL('../../src/rules/automata.bin', import.meta.url);

/** Expressions with edges, gaps, counted repeats, alternatives and an anchor in the middle. */
const expressions: RegExp[] = [
  /ab[cd]{2,4}e/,
  /(?<![a-c])ab(?:cd|dc)+(?![d])/,
  /abc[^e]*de/,
  /abc\b/,
  /^ab:/,
  /[a-d]+(?:xab:|xba:)c*d/,
  /(?:a:)?(?:xb:c)+d{1,2}\b/,
  /[a-e]?xb:[^|]*\|\s*[;x]/,
  /(?<!e)(?:a+|b\s)xb:(?:c|d)/,
  /xb:[a-d]{3,40}(?![a-d])/,
];

const texts = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'x', ':', '|', ';', ' ', '\n'),
  maxLength: 80,
});

function textOf(characters: string, atStart = true, atEnd = true): Text {
  return { bytes: Buffer.from(characters, 'latin1'), atStart, atEnd };
}

/** A pattern as it is, and one that knows its automata out of what such a pattern wrote. */
function rebuilt(re: RegExp, samples: readonly string[] = []): { fresh: Pattern; read: Pattern } {
  const automata = new WrittenAutomata(new Pattern(re).write(samples.map((sample) => textOf(sample))));
  return { fresh: new Pattern(re), read: new Pattern(re, undefined, { automata: () => automata }) };
}

/** Everything that a pattern says about a text, at every place of it. */
function answersOf(pattern: Pattern, text: Text): unknown[] {
  const { length } = text.bytes;
  const places = Array.from({ length: length + 1 }, (_, at) => at);
  if (pattern.mode === 'walk')
    return places.map((at) => [pattern.matchAt(text, at), pattern.isOpenAt(text, at, length)]);
  return places.map((at) => [
    pattern.searchIn(text, at, length),
    pattern.mayMatchAt(text, at),
    pattern.beginsAt(text, at),
    pattern.mayCross(text, at, length, length),
  ]);
}

describe('automata that were written down and read again', () => {
  test.each(expressions)('of %s say of any text what the ones say that are built when they are needed', (re) => {
    const { fresh, read } = rebuilt(re);
    fc.assert(
      fc.property(texts, fc.boolean(), fc.boolean(), (characters, atStart, atEnd) => {
        const text = textOf(characters, atStart, atEnd);
        expect(answersOf(read, text)).toEqual(answersOf(fresh, text));
      }),
    );
  });

  test('are whole: no state has to be built any more', () => {
    const { fresh, read } = rebuilt(/xb:[a-d]{3,40}(?![a-d])/);
    expect(read.countStates(MAX_TABLE_STATES)).toBeLessThanOrEqual(fresh.countStates(MAX_TABLE_STATES)!);
  });

  describe('where they have more states than a byte can number', () => {
    const many = [/xb:[a-d]{250,270}e/, /[a-d]{2,3}xb:(?:[a-d]{2}[:|]){120,}e/, /xb:[^|]{1,300}\|a/];
    const deep = fc
      .record({
        pieces: fc.constantFrom('ad:', 'a', 'cd|', 'dc:', 'bb|a'),
        times: fc.integer({ min: 60, max: 280 }),
        rest: texts,
      })
      .map(({ pieces, times, rest }) => `dabxb:${pieces.repeat(times).slice(0, 400)}e${rest}`);

    test.each(many)('%s goes on beyond those that were written', (re) => {
      for (const samples of [[], ['abxb:adadad|ae', `abxb:${'ad:'.repeat(130)}e`]]) {
        fc.assert(
          fc.property(deep, (characters) => {
            const { fresh, read } = rebuilt(re, samples);
            const text = textOf(characters);
            expect(answersOf(read, text)).toEqual(answersOf(fresh, text));
          }),
          { numRuns: 10 },
        );
      }
    });

    test('it is written in part, and counted whole', () => {
      const { fresh, read } = rebuilt(many[0]!);
      expect(new WrittenAutomata(fresh.write([])).table('forward')).toMatchObject({ states: 255, whole: false });
      expect(read.countStates(1_000)).toBe(fresh.countStates(1_000));
    });
  });
});

describe('a table', () => {
  const tables: fc.Arbitrary<StateTable> = fc
    .record({ states: fc.integer({ min: 2, max: MAX_TABLE_STATES }), width: fc.integer({ min: 1, max: 255 }) })
    .chain(({ states, width }) =>
      fc.record({
        states: fc.constant(states),
        width: fc.constant(width),
        whole: fc.boolean(),
        accepting: fc.integer({ min: 2, max: states }),
        classOf: fc.uint8Array({ minLength: 256, maxLength: 256, max: width - 1 }),
        // Mostly rows that differ little, as those of counted repeats do.
        next: fc
          .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 })
          .map((few) => Uint8Array.from({ length: states * width }, (_, i) => (few[i % few.length]! * i) % states)),
      }),
    );

  test('is read as it was written, wherever it stands', () => {
    fc.assert(
      fc.property(tables, fc.uint8Array({ maxLength: 9 }), (table, front) => {
        const written = Buffer.concat([front, writeTable(table), front]);
        expect(readTable(written, front.length)).toEqual(table);
      }),
    );
  });
});

describe('the automata that were built with the program', () => {
  const built = new RecordFile(readFileSync(builtFile));
  const tableIn = (file: RecordFile, digest: string, role: Role): StateTable | undefined =>
    new WrittenAutomata(file.recordOf(digest)!).table(role);
  // To write those of all takes a build's time.
  const some = catalogue.filter((_, index) => index % 8 === 0);

  test('are those of the rules as they are', () => {
    const now = new RecordFile(writeAutomataOf(some));
    for (const digest of some.flatMap(({ match }) => match.map(({ re }) => digestOf(re)))) {
      for (const role of ROLES) {
        expect(tableIn(built, digest, role)).toEqual(tableIn(now, digest, role));
      }
    }
  });

  test('are found by an expression of the catalogue, and by no other', () => {
    expect(preparedAutomata(digestOf(catalogue[0]!.match[0]!.re))).toBeDefined();
    expect(preparedAutomata(digestOf(/not-in-the-catalogue-[0-9]{7}/))).toBeUndefined();
  });
});
