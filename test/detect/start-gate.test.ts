import { describe, expect, test } from '@jest/globals';
import { RuleSet } from '../../src/detect/rule-set.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import type { Text } from '../../src/detect/pattern/text.js';
import type { StartGate } from '../../src/detect/start-gate.js';

const textOf = (text: string): Text => ({ bytes: Buffer.from(text), atStart: true, atEnd: true });

describe.each(['inbound', 'outbound'] as const)('the gates in front of %s rules that begin alike', (direction) => {
  const rules = new RuleSet(catalogue, direction);
  const { scanner, anchors, gates, matches } = rules;

  /** Calls back for every place at which a gate is asked. */
  function places(text: Text, met: (gate: StartGate, at: number, numbers: readonly number[]) => void): void {
    const hits = scanner!.scan(text.bytes);
    for (let hit = 0; hit < hits.count; hit++) {
      const gate = gates[hits.literalOf(hit)];
      if (gate === undefined) continue;
      const beginning = [...anchors.at(hits.literalOf(hit))].filter((number) => matches[number]!.pattern.begins);
      met(gate, hits.startOf(hit), beginning);
    }
  }

  /** Whether any of the patterns would go on at a place, asked one by one. */
  function anyGoesOn(text: Text, at: number, numbers: readonly number[]): boolean {
    return numbers.some((number) => {
      const { pattern } = matches[number]!;
      return pattern.mode === 'walk' ? pattern.matchAt(text, at).end !== -1 : pattern.mayMatchAt(text, at);
    });
  }

  test('let through whatever one of them would take', () => {
    let asked = 0;
    for (const { examples } of catalogue) {
      for (const example of [...examples.fires, ...examples.silent]) {
        const text = textOf(`before ${example}\nbehind ${example}`);
        places(text, (gate, at, numbers) => {
          asked++;
          if (anyGoesOn(text, at, numbers)) expect(gate.mayBegin(text, at)).toBe(true);
        });
      }
    }
    expect(asked).toBeGreaterThan(0);
  });

  test('stay small, although they are made of many patterns', () => {
    for (const gate of new Set(gates)) expect(gate?.size ?? 0).toBeLessThan(2_000);
  });
});

test('a text that says nothing but the name of a command is turned away at once', () => {
  const { scanner, gates } = new RuleSet(catalogue, 'inbound');
  const text = textOf('curl\n'.repeat(1_000));
  let asked = 0;
  let passed = 0;
  const hits = scanner!.scan(text.bytes);
  for (let hit = 0; hit < hits.count; hit++) {
    const gate = gates[hits.literalOf(hit)];
    if (gate === undefined) continue;
    asked++;
    if (gate.mayBegin(text, hits.startOf(hit))) passed++;
  }
  expect(asked).toBeGreaterThanOrEqual(1_000);
  // What may go on behind the end of the text is not turned away.
  expect(passed).toBeLessThan(20);
});
