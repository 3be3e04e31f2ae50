import { describe, expect, test } from '@jest/globals';
import { Matcher } from '../../src/detect/matcher.js';
import { RuleSet } from '../../src/detect/rule-set.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { ordinaryTexts } from '../support/ordinary-texts.js';

/**
 * Bytes that the automata of one rule may look at for each byte of ordinary text. Beyond this its anchors stand all over
 * the place: it needs a more telling fixed part.
 */
const MAX_LOOKS = 0.2;
/** The same for all rules of a direction together. */
const MAX_LOOKS_OF_ALL = 1.2;
/** Share of an ordinary text that may be turned round because an anchor seems to stand there in a mirror. */
const MAX_MIRRORED = 0.3;

describe.each(['inbound', 'outbound'] as const)('%s, ordinary text costs next to nothing', (direction) => {
  const rules = new RuleSet(catalogue, direction);
  const matcher = new Matcher(rules);

  test.each(ordinaryTexts())('%s', (_what, bytes) => {
    const before = rules.matches.map(({ pattern }) => pattern.lookups);
    let turned = 0;
    matcher.find(
      { bytes, atStart: true, atEnd: true },
      () => undefined,
      (_mirror, from, to) => (turned += to - from),
    );
    const byRule = new Map<string, number>();
    rules.matches.forEach(({ rule, pattern }, number) => {
      const name = `${rule.pattern}.${rule.variant}`;
      const looks = (pattern.lookups - before[number]!) / bytes.length;
      byRule.set(name, (byRule.get(name) ?? 0) + looks);
    });
    expect([...byRule].filter(([, looks]) => looks > MAX_LOOKS)).toEqual([]);
    expect([...byRule.values()].reduce((sum, looks) => sum + looks)).toBeLessThan(MAX_LOOKS_OF_ALL);
    expect(turned / bytes.length).toBeLessThan(MAX_MIRRORED);
  });
});
