import { describe, expect, test } from '@jest/globals';
import { detectGoals, type DetectMeasured } from '../../bench/detect/report.js';
import { DIRECTIONS, everything, EVERYTHING, EXPRESSIONS, MATCHING } from '../../bench/detect/scanners.js';
import { cleanText, KINDS } from '../../bench/detect/texts.js';
import { readOptions, WrongUsage } from '../../bench/options.js';

describe('the texts that detection is measured on', () => {
  test.each(KINDS)('%s is the same for a seed, another for another one, and as long as asked', (kind) => {
    const text = cleanText(kind, 10_240, 3);
    expect(text).toHaveLength(10_240);
    expect(cleanText(kind, 10_240, 3).equals(text)).toBe(true);
    expect(cleanText(kind, 10_240, 4).equals(text)).toBe(false);
  });

  test.each(KINDS)('%s has nothing in it that is found in either direction', async (kind) => {
    const found = await Promise.all(
      DIRECTIONS.map(async (direction) => {
        const bytes = cleanText(kind, 65_536, 5);
        return everything(direction).scan({ bytes, text: bytes.toString('latin1') });
      }),
    );
    expect(found).toEqual([0, 0]);
  });
});

describe('the goals of detection', () => {
  const slice = { kind: 'json', direction: 'outbound', round: 1 } as const;
  const measured: DetectMeasured = {
    throughput: [
      { ...slice, scanner: MATCHING, rate: 400 },
      { ...slice, scanner: EXPRESSIONS, rate: 10 },
      { ...slice, scanner: EVERYTHING, rate: 100 },
      { ...slice, scanner: 'secretlint 1', rate: 5 },
    ],
    smallBodies: [{ kind: 'html', direction: 'inbound', p50: 151, p90: 200, bodies: 9 }],
    hostile: [
      { rule: 'a.b', direction: 'inbound', rate: 29, rateAtFirst: 9, rateWithTests: 20, share: 0.5, text: 'x' },
    ],
    load: [{ milliseconds: 200, megabytes: 10, usedMegabytes: 20 }],
    leftOut: undefined,
  };

  test('compare within a round and judge the slowest kind', () => {
    expect(detectGoals(measured).map(({ met }) => met)).toEqual([true, false, false, false, true, true]);
  });

  test('say that nothing is known about what was not measured', () => {
    const nothing = { throughput: [], smallBodies: [], hostile: [], load: [], leftOut: 'not there' };
    expect(detectGoals(nothing).map(({ met }) => met)).toEqual(Array(6).fill(undefined));
  });
});

test('the benchmark takes one word at most', () => {
  expect(readOptions(['detect', '--quick'])).toMatchObject({ part: 'detect', quick: true });
  expect(readOptions([])).toMatchObject({ part: 'proxy' });
  expect(() => readOptions(['detect', 'twice'])).toThrow(WrongUsage);
  expect(() => readOptions(['other'])).toThrow(WrongUsage);
});
