import { describe, expect, test } from '@jest/globals';
import { judge } from '../../bench/report/goals.js';
import { compare } from '../../bench/report/comparison.js';
import type { Slice, WorkResult } from '../../bench/works/work.js';

function slice(contestant: string, round: number, rate: number): Slice {
  return {
    contestant,
    round,
    count: 100,
    rate,
    processor: 1 / rate,
    thread: 1 / rate,
    p50: undefined,
    p99: undefined,
    loadShare: 0.2,
    threadShare: 0.5,
    idleShare: 0,
    stealShare: 0,
    otherShare: 0,
    resumedShare: 0,
  };
}

function work(name: string, slices: readonly Slice[]): WorkResult {
  return { name, title: name, measures: 'rate', unit: 'request', baseline: 'tunnel', slices, failed: [] };
}

describe('contestants are compared', () => {
  const slices = [
    ...[1_000, 400, 2_000].map((rate, round) => slice('tunnel', round, rate)),
    ...[700, 280, 1_200].map((rate, round) => slice('guardian', round, rate)),
  ];

  test('within each round, because only there both met the same machine', () => {
    const { rate, processor } = compare(work('get16-https', slices), 'guardian');
    expect(rate).toMatchObject({ median: 0.7, count: 3 });
    expect(processor?.median).toBeCloseTo(1 / 0.7);
  });

  test('a round in which one of them is missing says nothing', () => {
    const alone = [...slices, slice('guardian', 3, 9_999)];
    expect(compare(work('get16-https', alone), 'guardian').rate?.count).toBe(3);
  });

  test('and judged by the median; what was not measured is neither met nor missed', () => {
    const goals = judge({ works: [work('get16-https', slices)], facts: [] });
    const measured = goals.filter(({ met }) => met !== undefined);
    expect(measured).toEqual([expect.objectContaining({ wanted: '>= 0.63', met: true })]);
  });

  test('a relay whose sink hangs with the relay that has no sink', () => {
    const hanging = [1_000, 400, 2_000].map((rate, round) => slice('sink-none', round, rate));
    const judged = (factor: number) => {
      const slices = [...hanging, ...hanging.map(({ rate, round }) => slice('sink-hanging', round, rate * factor))];
      return judge({ works: [{ ...work('sink-get16-https', slices), baseline: 'sink-none' }], facts: [] });
    };
    expect(judged(0.99).find(({ met }) => met !== undefined)).toMatchObject({ met: true });
    expect(judged(0.9).find(({ met }) => met !== undefined)).toMatchObject({ met: false });
  });
});
