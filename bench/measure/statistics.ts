/** The middle of a sample and how far it spreads. */
export interface Spread {
  readonly median: number;
  /** First and third quartile. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** @returns undefined for an empty sample. */
export function spreadOf(sample: readonly number[]): Spread | undefined {
  if (sample.length === 0) return undefined;
  const sorted = Float64Array.from(sample).sort();
  return {
    median: quantileOf(sorted, 0.5),
    low: quantileOf(sorted, 0.25),
    high: quantileOf(sorted, 0.75),
    count: sorted.length,
  };
}

/** A quantile of an unsorted sample, between its neighbours where it falls between two; NaN for an empty one. */
export function quantile(sample: readonly number[], share: number): number {
  return quantileOf(Float64Array.from(sample).sort(), share);
}

function quantileOf(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}
