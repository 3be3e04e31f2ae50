import type { Texts } from './texts.js';

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

function numberShown(value: number, digits: number, { locale }: Texts): string {
  return new Intl.NumberFormat(locale.formats, { maximumFractionDigits: digits }).format(value);
}
