import { DAY_MS } from '../../time/lengths.js';
import { timeFrom } from './time-from.js';

const UNITS_MS: Readonly<Record<string, number>> = { d: DAY_MS, w: 7 * DAY_MS };

/**
 * Reads a time to come as people type it: `30d` or `6w` from now, `2026-12-31` (the end of that day in UTC), or
 * `2026-12-31T18:00:00Z`.
 *
 * @returns ISO 8601 in UTC, or undefined when it is none of these.
 */
export function timeUntil(text: string, now: Date): string | undefined {
  const [, amount, unit] = /^(\d{1,4})([dw])$/.exec(text) ?? [];
  const unitMs = unit === undefined ? undefined : UNITS_MS[unit];
  if (unitMs !== undefined) return new Date(now.getTime() + Number(amount) * unitMs).toISOString();
  if (/^\d+[a-z]$/.test(text)) return undefined;
  return timeFrom(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59.999Z` : text, now);
}
