import type { Texts } from '../../text/texts.js';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in the unit that leaves at most three digits before the point, `12.3 MB`, as numbers are written in the reader's language. */
export function bytesShown(bytes: number, texts: Texts): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${numberShown(amount, amount < 99.95 ? 1 : 0, texts)} ${UNITS[unit] ?? ''}`;
}

/** A share of a whole. Only all is shown as 100 % and only nothing as 0 %: rounding must not hide blindness. */
export function shareShown(part: number, whole: number, texts: Texts): string {
  if (whole === 0 || part === 0) return '0 %';
  if (part === whole) return '100 %';
  const percent = Math.min(99.99, Math.max(0.01, (part / whole) * 100));
  return `${numberShown(percent, 2, texts)} %`;
}

/** A time of this machine's clock, `2026-11-05 14:30:00`; only the time of day where the day is plain. */
export function timeShown(iso: string, form: 'day-and-time' | 'time'): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  return form === 'time' ? time : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}

function numberShown(value: number, digits: number, { locale }: Texts): string {
  return new Intl.NumberFormat(locale.formats, { maximumFractionDigits: digits }).format(value);
}
