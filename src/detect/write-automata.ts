import { writeAutomataFile } from './pattern/automata-file.js';
import { Pattern } from './pattern/pattern.js';
import { digestOf } from './pattern/written-facts.js';
import { preparedFacts } from './prepared-facts.js';
import type { Rule } from './rule.js';

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
  return writeAutomataFile(records);
}
