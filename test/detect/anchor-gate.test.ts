import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AnchorGate } from '../../src/detect/anchor-gate.js';
import { Matcher } from '../../src/detect/matcher.js';
import type { Rule } from '../../src/detect/rule.js';
import { RuleSet } from '../../src/detect/rule-set.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { LiteralHits } from '../../src/detect/scan/literal-hits.js';
import { hostileTexts } from './hostile-texts.js';

const LENGTH = 1_500;
/** Where every text is a crowd in which anchors stand close, and where none is. */
const [ALWAYS, NEVER] = [1, Infinity];

/** What is found in a text, one line each. */
function foundBy(matcher: Matcher, text: string): string[] {
  const found: string[] = [];
  matcher.find({ bytes: Buffer.from(text, 'utf8'), atStart: true, atEnd: true }, ({ rule }, _candidate, start, end) => {
    found.push(`${rule.pattern}.${rule.variant} ${start} ${end}`);
  });
  // Regions are searched when they end, and that may be in another order.
  return found.sort();
}

describe.each(['outbound', 'inbound'] as const)('with the gate that anchors of a crowd go through, %s', (direction) => {
  const rules = new RuleSet(catalogue, direction);
  const gated = new Matcher(rules, ALWAYS);
  const plain = new Matcher(rules, NEVER);
  const own = catalogue.filter((rule) => rule.direction === direction);

  test.each(own.map((rule): [string, Rule] => [`${rule.pattern}.${rule.variant}`, rule]))(
    'what is found is the same in texts against %s',
    (_name, rule) => {
      const texts = hostileTexts(rule, new RuleSet([rule], direction), LENGTH);
      const halves = rule.examples.fires.map((text) => `${text.slice(0, -2)} ${text}`.repeat(20));
      for (const text of [...texts, ...halves]) expect(foundBy(gated, text)).toEqual(foundBy(plain, text));
    },
  );

  test('what is found is the same in a mixture of what rules look for', () => {
    const pieces = own.flatMap(({ examples }) => [
      ...examples.fires,
      ...examples.fires.map((text) => text.slice(0, 9)),
    ]);
    const mixtures = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 })
      .map((some) => some.join(' '));
    fc.assert(
      fc.property(mixtures, (text) => {
        expect(foundBy(gated, text)).toEqual(foundBy(plain, text));
      }),
      { numRuns: 300 },
    );
  });
});

test('a text in which it rules nothing out goes on without it', () => {
  const rules = new RuleSet(catalogue, 'outbound');
  const gate = new AnchorGate(rules);
  const bytes = Buffer.from(' phs_phs_phs_phs_phs_phs_phs_phs_', 'latin1');
  const hits = new LiteralHits();
  rules.scanner?.scan(bytes, hits);
  const askAll = (): void => {
    for (let hit = 0; hit < hits.count; hit++) {
      if (hits.endOf(hit) + 1 < bytes.length) {
        gate.matchesAt(hits.literalOf(hit), hits.startOf(hit), hits.endOf(hit), bytes);
      }
    }
  };
  gate.begin();
  expect(gate.isWorthwhile).toBe(true);
  for (let times = 0; times < 2_000; times++) askAll();
  expect(gate.isWorthwhile).toBe(false);
  gate.begin();
  expect(gate.isWorthwhile).toBe(true);
});
