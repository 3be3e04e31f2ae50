import { enabledRules } from './groups.js';
import { Pattern } from './pattern/pattern.js';
import { digestOf } from './pattern/written-facts.js';
import { preparedFacts } from './prepared-facts.js';
import { digestOfLiterals } from './prepared-literals.js';
import { writeRecordFile } from './record-file.js';
import type { Rule } from './rule.js';
import { literalsOf } from './rule-set.js';
import { buildLiteralAutomaton } from './scan/literal-automaton.js';
import { writeLiteralAutomaton } from './scan/written-literals.js';

/**
 * The file of the automata of some rules (prepared-automata.ts reads it). Of an automaton with too many states those are
 * written that the examples of its rule come through.
 */
export function writeAutomataOf(rules: readonly Rule[]): Buffer {
  const records = new Map<string, Buffer>();
  for (const { match, window, examples } of rules) {
    const samples = [...examples.fires, ...examples.silent].map((text) => ({
      bytes: Buffer.from(text, 'utf8'),
      atStart: true,
      atEnd: true,
    }));
    for (const { re, window: own = window } of match) {
      const digest = digestOf(re);
      records.set(digest, new Pattern(re, own, { facts: preparedFacts(digest) }).write(samples));
    }
  }
  return writeRecordFile(records);
}

/**
 * The file of the automata of all literals that rules have for anchors (prepared-literals.ts reads it): for each direction of
 * all rules, and of those that are looked for where the configuration switches no group.
 */
export function writeLiteralsOf(rules: readonly Rule[]): Buffer {
  const records = new Map<string, Buffer>();
  for (const enabled of [rules, enabledRules(rules, {})]) {
    for (const direction of ['outbound', 'inbound'] as const) {
      const literals = literalsOf(enabled, direction);
      records.set(digestOfLiterals(literals), writeLiteralAutomaton(buildLiteralAutomaton(literals)));
    }
  }
  return writeRecordFile(records);
}
