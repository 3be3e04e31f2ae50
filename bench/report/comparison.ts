import { spreadOf, type Spread } from '../measure/statistics.js';
import type { Slice, WorkResult } from '../works/work.js';

/** A contestant against another one in a work, compared round by round. */
export interface Comparison {
  readonly contestant: string;
  /** Rate over rate; above 1 is faster. */
  readonly rate: Spread | undefined;
  /** Processor time for one unit over the same; below 1 is cheaper. */
  readonly processor: Spread | undefined;
  /** The same for the busiest thread alone. */
  readonly thread: Spread | undefined;
  /** Microseconds that are added. */
  readonly p50: Spread | undefined;
  readonly p99: Spread | undefined;
}

/** Compares within rounds, because only there both met the same machine. */
export function compare(result: WorkResult, contestant: string, baseline = result.baseline): Comparison {
  const pairs = result.slices
    .filter((slice) => slice.contestant === contestant)
    .map((mine) => ({
      mine,
      other: result.slices.find((slice) => slice.contestant === baseline && slice.round === mine.round),
    }))
    .filter((pair): pair is { mine: Slice; other: Slice } => pair.other !== undefined);
  const over = (value: (mine: Slice, other: Slice) => number | undefined): Spread | undefined =>
    spreadOf(pairs.map(({ mine, other }) => value(mine, other)).filter((each) => each !== undefined));
  const difference = (key: 'p50' | 'p99') => (mine: Slice, other: Slice) =>
    mine[key] === undefined || other[key] === undefined ? undefined : mine[key] - other[key];
  const quotient = (key: 'processor' | 'thread') => (mine: Slice, other: Slice) =>
    mine[key] === undefined || other[key] === undefined ? undefined : mine[key] / other[key];
  return {
    contestant,
    rate: result.measures === 'rate' ? over((mine, other) => mine.rate / other.rate) : undefined,
    processor: over(quotient('processor')),
    thread: over(quotient('thread')),
    p50: over(difference('p50')),
    p99: over(difference('p99')),
  };
}

/** Median of one value over the rounds of a contestant. */
export function middle(
  result: WorkResult,
  contestant: string,
  value: (slice: Slice) => number | undefined,
): number | undefined {
  const values = result.slices
    .filter((slice) => slice.contestant === contestant)
    .map(value)
    .filter((each) => each !== undefined);
  return spreadOf(values)?.median;
}

/** Contestants of a work in the order in which they were named. */
export function contestantsOf(result: WorkResult): string[] {
  return [...new Set(result.slices.map(({ contestant }) => contestant))];
}
