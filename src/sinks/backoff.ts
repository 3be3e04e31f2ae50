const FIRST_MS = 500;
const MAX_MS = 60_000;

/**
 * How long to wait after the n-th failure in a row: doubling from half a second up to a minute, of which a random half is
 * left out, so that many hosts do not come back to a receiver at the same moment.
 *
 * @param failures From 1.
 * @param random From 0 up to 1.
 * @returns milliseconds.
 */
export function backoffMs(failures: number, random: number = Math.random()): number {
  const full = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(full / 2 + (full / 2) * random);
}
