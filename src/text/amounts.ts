const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in the unit that leaves at most three digits before the point, `12.3 MB`. @param locale BCP 47 tag. */
export function bytesIn(locale: string, bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${numberIn(locale, amount, amount < 99.95 ? 1 : 0)} ${UNITS[unit] ?? ''}`;
}

/** A share of a whole. Only all is shown as 100 % and only nothing as 0 %: rounding must not hide blindness. */
export function shareIn(locale: string, part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  if (part === whole) return '100 %';
  const percent = Math.min(99.99, Math.max(0.01, (part / whole) * 100));
  return `${numberIn(locale, percent, 2)} %`;
}

function numberIn(locale: string, value: number, digits: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}
