import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/lengths.js';

/** Lengths that people think in. */
const STEPS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  28 * DAY_MS,
];
/** As many bars as can be told apart. */
const MAX_STEPS = 90;

/** Cuts a period into steps of equal length that begin at round times of this machine's clock. */
export function stepsBetween(
  since: Date,
  until: Date,
): { readonly starts: readonly number[]; readonly stepMs: number } {
  const length = Math.max(0, until.getTime() - since.getTime());
  const long = Math.ceil(length / MAX_STEPS / DAY_MS) * DAY_MS;
  const stepMs = STEPS.find((step) => length / step <= MAX_STEPS) ?? long;
  const zoneMs = since.getTimezoneOffset() * MINUTE_MS;
  const first = Math.floor((since.getTime() - zoneMs) / stepMs) * stepMs + zoneMs;
  const count = Math.max(1, Math.ceil((until.getTime() + 1 - first) / stepMs));
  return { starts: Array.from({ length: count }, (_, i) => first + i * stepMs), stepMs };
}
