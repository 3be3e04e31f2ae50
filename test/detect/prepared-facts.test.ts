import { describe, expect, test } from '@jest/globals';
import { factsOf } from '../../src/detect/pattern/facts.js';
import { digestOf } from '../../src/detect/pattern/written-facts.js';
import { parsePattern } from '../../src/detect/pattern/parse.js';
import { preparedFacts } from '../../src/detect/prepared-facts.js';
import { RuleSet } from '../../src/detect/rule-set.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { asciiOf } from '../../src/text/unicode-escape.js';

const expressions = catalogue.flatMap((rule) =>
  rule.match.map(({ re }, index): [string, RegExp] => [`${rule.pattern}.${rule.variant}, expression ${index + 1}`, re]),
);

describe('what the catalogue knows of its expressions ahead of time is what they say', () => {
  test.each(expressions)('%s', (_name, re) => {
    expect(preparedFacts(digestOf(re))).toEqual(factsOf(re, parsePattern(re)));
  });
});

test('of an expression that is not in the catalogue nothing is known', () => {
  expect(preparedFacts(digestOf(/not-in-the-catalogue-[0-9]{7}/))).toBeUndefined();
  expect(preparedFacts(digestOf(new RegExp(expressions[0]![1].source, 'is')))).toBeUndefined();
});

test('an expression is known in a bundle too, where characters beyond ASCII are written as escapes', () => {
  const beyond = expressions.filter(([, re]) => /[^\0-\x7f]/.test(re.source));
  expect(beyond.length).toBeGreaterThan(0);
  for (const [, re] of beyond) {
    const bundled = new RegExp(asciiOf(re.source), re.flags);
    expect(preparedFacts(digestOf(bundled))).toBe(preparedFacts(digestOf(re)));
  }
});

/** Half of what a processor keeps close by; the goal for all compiled rules together is 32 MB. */
const MAX_TABLES = 8 * 1024 * 1024;

test('the tables of both directions are small', () => {
  const sizes = (['inbound', 'outbound'] as const).map(
    (direction) => new RuleSet(catalogue, direction).scanner?.tableBytes ?? 0,
  );
  expect(Math.min(...sizes)).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(MAX_TABLES);
});
