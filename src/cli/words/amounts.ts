import { bytesIn, shareIn } from '../../text/amounts.js';
import { LOCALE } from './texts.js';

/** Bytes for the person at this terminal, `12.3 MB`. */
export function bytesShown(bytes: number): string {
  return bytesIn(LOCALE, bytes);
}

/** A share of a whole for the person at this terminal, `12.3 %`. */
export function shareShown(part: number, whole: number): string {
  return shareIn(LOCALE, part, whole);
}

/** A time of this machine's clock, `2026-11-05 14:30:00`; only the time of day where the day is plain. */
export function timeShown(iso: string, form: 'day-and-time' | 'time'): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  return form === 'time' ? time : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}
