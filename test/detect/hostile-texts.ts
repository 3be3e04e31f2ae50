import type { Rule } from '../../src/detect/rule.js';
import type { RuleSet } from '../../src/detect/rule-set.js';

/** Anchors of a rule that are tried; a rule with more has them alike. */
const MAX_ANCHORS = 40;

/**
 * Texts made to cost a rule as much as possible: its anchors over and over, its own matches cut short before the end,
 * and both mixed.
 *
 * @param rules The rule alone, compiled.
 * @param length Of each text, in characters.
 */
export function hostileTexts(rule: Rule, rules: RuleSet, length: number): string[] {
  const anchors = rules.matches.flatMap(({ pattern }) => pattern.anchor.literals).slice(0, MAX_ANCHORS);
  const halves = rule.examples.fires.flatMap((text) => [text.slice(0, -1), text.slice(0, Math.ceil(text.length / 2))]);
  const seeds = [...anchors, ...halves, ...rule.examples.fires, anchors.join(' '), halves.join('')];
  return seeds.map((seed) => seed.repeat(Math.ceil(length / seed.length)).slice(0, length));
}
