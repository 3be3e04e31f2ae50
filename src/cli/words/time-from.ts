import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/lengths.js';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };

const RELATIVE = /^(\d{1,6})([smhdw])$/;
/** A day, or a time with its zone; a time without one would mean another moment on another machine. */
const ABSOLUTE = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d{2}:?\d{2}))?$/;

/**
 * Reads a time as people type it: `24h` or `7d` before now, `2026-11-05` (its beginning in UTC), or
 * `2026-11-05T14:30:00Z`.
 *
 * @returns ISO 8601 in UTC, or undefined when it is none of these.
 */
export function timeFrom(text: string, now: Date): string | undefined {
  const [, amount, unit] = RELATIVE.exec(text) ?? [];
  const unitMs = unit === undefined ? undefined : UNITS_MS[unit];
  const at = unitMs === undefined ? absolute(text) : now.getTime() - Number(amount) * unitMs;
  // Before the year 1 and after 9999 times do not have the form in which findings are compared.
  return at >= Date.UTC(1, 0) && at < Date.UTC(10_000, 0) ? new Date(at).toISOString() : undefined;
}

/** Reads a length of time as people type it, `90s` or `15m`. @returns whole seconds, or undefined when it is none. */
export function secondsFrom(text: string): number | undefined {
  const [, amount, unit] = RELATIVE.exec(text) ?? [];
  const unitMs = unit === undefined ? undefined : UNITS_MS[unit];
  return unitMs === undefined ? undefined : (Number(amount) * unitMs) / 1000;
}

function absolute(text: string): number {
  const day = text.slice(0, 10);
  return ABSOLUTE.test(text) && isDay(day) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
}

/** V8 takes February 30 for March 2. */
function isDay(text: string): boolean {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
