import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { enabledRules } from '../../src/detect/groups.js';
import { digestOfLiterals, preparedLiterals } from '../../src/detect/prepared-literals.js';
import { RecordFile } from '../../src/detect/record-file.js';
import { literalsOf } from '../../src/detect/rule-set.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { buildLiteralAutomaton } from '../../src/detect/scan/literal-automaton.js';
import { readLiteralAutomaton, writeLiteralAutomaton } from '../../src/detect/scan/written-literals.js';

/** The automata of all literals, as `npm run build` left them. */
const builtFile = new URL('../../src/rules/literals.bin', import.meta.url);

test('an automaton of literals is read as it was written, wherever it stands', () => {
  const literals = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '/', '\xe9'), minLength: 1 }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(literals, fc.uint8Array({ maxLength: 9 }), (list, front) => {
      const automaton = buildLiteralAutomaton(list);
      const written = Buffer.concat([front, writeLiteralAutomaton(automaton), front]);
      expect(readLiteralAutomaton(written.subarray(front.length), list)).toEqual(automaton);
    }),
  );
});

describe.each(['outbound', 'inbound'] as const)('the automaton of the literals that are looked for %s', (direction) => {
  test.each([
    ['all rules', catalogue],
    ['those that are on by default', enabledRules(catalogue, {})],
  ])('was built with the program for %s', (_which, rules) => {
    const literals = literalsOf(rules, direction);
    const prepared = preparedLiterals(literals);
    // One comparison: millions of cells would each be made a text of otherwise.
    expect(prepared?.next.length).toBeGreaterThan(100_000);
    const built = buildLiteralAutomaton(literals);
    expect(Buffer.from(prepared!.next.buffer).equals(Buffer.from(built.next.buffer))).toBe(true);
    expect({ ...prepared, next: undefined }).toEqual({ ...built, next: undefined });
  });

  test('is of no other literals, and not in a file that has no such record', () => {
    const literals = literalsOf(catalogue, direction);
    expect(preparedLiterals([...literals, 'another'])).toBeUndefined();
    expect(preparedLiterals(literals.slice(0, 10))).toBeUndefined();
    expect(new RecordFile(readFileSync(builtFile)).recordOf(digestOfLiterals(['another']))).toBeUndefined();
  });
});
