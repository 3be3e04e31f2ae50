import type { Locale } from './locale/lookup.js';

/** How much of a time is said: `moment` with its time zone, for sentences; the others for rows, where it would be noise. */
export type TimeForm = 'moment' | 'day-and-time' | 'time';

/** U+202F and its like, which ICU's versions place differently. */
const ODD_SPACE = /[\u00a0\u2009\u202f]/g;

/**
 * A time as it is written in the reader's language, on this machine's clock: `Nov 5, 2026 14:30:00 UTC+1`. The hour is
 * one of 24 everywhere and the zone is counted from UTC: both mean the same to everybody and in every version of ICU.
 *
 * @param iso ISO 8601. What is none stays as it is.
 */
export function timeShown(iso: string, form: TimeForm, { formats, language }: Locale): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  // Some languages name hours, minutes and seconds in words; their digits are what is wanted.
  const parts = new Intl.DateTimeFormat(formats, clock).formatToParts(at);
  const time = parts.flatMap(({ type, value }) => (type === 'literal' ? [] : value.padStart(2, '0'))).join(':');
  if (form === 'time') return time;
  // The month in letters: 5/11 is another day here and there. Two digits of the day keep rows even.
  const days = form === 'moment' ? 'numeric' : '2-digit';
  const date = { year: 'numeric', month: 'short', day: days } as const;
  const day = new Intl.DateTimeFormat(formats, date).format(at).replace(ODD_SPACE, ' ');
  const shown = `${day} ${time}${form === 'moment' ? ` ${zoneOf(at)}` : ''}`;
  // A time in a sentence of the other direction is one thing: UAX #9 calls that an isolate.
  return language.direction === 'rtl' ? `\u2068${shown}\u2069` : shown;
}

/** `UTC`, `UTC+1`, `UTC-03:30`. */
function zoneOf(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const sign = minutes < 0 ? '-' : '+';
  return rest === 0
    ? `UTC${sign}${hours}`
    : `UTC${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
