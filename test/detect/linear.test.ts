import { describe, expect, test } from '@jest/globals';
import { Matcher } from '../../src/detect/matcher.js';
import type { Rule } from '../../src/detect/rule.js';
import { RuleSet } from '../../src/detect/rule-set.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { hostileTexts } from './hostile-texts.js';

/** What is counted is the bytes looked at, not time. */
const LENGTH = 30_000;
/**
 * Looks a byte that a rule may cost at most. Each expression of the rule walks over a byte once or, where its anchors stand
 * close, searches the region, once forward and once backward; a probe around an anchor may come before that.
 */
const MAX_LOOKS = 16;

describe('the work is linear in the length of the text', () => {
  test.each(catalogue.map((rule): [string, Rule] => [`${rule.pattern}.${rule.variant}`, rule]))('%s', (_name, rule) => {
    const rules = new RuleSet([rule], rule.direction);
    const matcher = new Matcher(rules);
    const looks = (): number => rules.matches.reduce((sum, { pattern }) => sum + pattern.lookups, 0);
    const costly = hostileTexts(rule, rules, LENGTH).flatMap((text) => {
      const before = looks();
      matcher.find({ bytes: Buffer.from(text, 'utf8'), atStart: true, atEnd: true }, () => undefined);
      const looksPerByte = (looks() - before) / text.length;
      return looksPerByte < MAX_LOOKS ? [] : [{ text: text.slice(0, 60), looksPerByte }];
    });
    expect(costly).toEqual([]);
  });
});
