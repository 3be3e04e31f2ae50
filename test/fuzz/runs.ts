import { jest } from '@jest/globals';

/** Inputs for each property: a bounded number in CI, many at night (`npm run fuzz`). */
const RUNS = Number(process.env['TRAFFIC_GUARDIAN_FUZZ_RUNS'] ?? 150);

jest.setTimeout(60_000 + RUNS * 100);

/** A failure names its seed and path, with which fast-check repeats it. */
export const runs = { numRuns: RUNS, endOnFailure: true } as const;
