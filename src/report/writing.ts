import type { Texts } from '../text/texts.js';

/** Scripts that are written from right to left (Unicode's Bidi_Class R and AL, those in use today). */
const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);

/** As Intl names them, each a thousand of the one before. */
const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

/** How words, numbers and times are written for a reader. */
export interface Writing {
  readonly texts: Texts;
  /** BCP 47. */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly number: (value: number) => string;
  /** An amount of bytes in the unit that leaves few digits. */
  readonly bytes: (value: number) => string;
  /** A share of a whole, 0 to 1. */
  readonly share: (value: number) => string;
  /** A time of ISO 8601 or in ms since 1970, on this machine's clock. */
  readonly time: (at: string | number) => string;
}

/** @param locale Canonical BCP 47 tag. */
export function writingIn(locale: string, texts: Texts): Writing {
  const numbers = new Intl.NumberFormat(locale);
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const direction = RIGHT_TO_LEFT.has(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr';
  return {
    texts,
    locale,
    direction,
    bytes: (value) => {
      const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
      const unit = { style: 'unit', unit: BYTE_UNITS[power] ?? 'byte', maximumFractionDigits: 1 } as const;
      return new Intl.NumberFormat(locale, unit).format(value / 1000 ** power);
    },
    number: (value) => numbers.format(value),
    // Only all is shown as all and only nothing as nothing: rounding must not hide blindness.
    share: (value) => shares.format(value <= 0 || value >= 1 ? value : Math.min(0.9999, Math.max(0.0001, value))),
    // A time in a sentence of the other direction is one thing: UAX #9 calls that an isolate.
    time: (at) => (direction === 'rtl' ? `\u2068${times.format(new Date(at))}\u2069` : times.format(new Date(at))),
  };
}
