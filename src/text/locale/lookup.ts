import { ENGLISH, languages, relatives, type Language } from './languages.js';

/** Which language the texts are in, and by whose customs numbers, plurals and dates are written. */
export interface Locale {
  readonly language: Language;
  /** BCP 47 tag for Intl: the one that was asked for (`de-CH`), where its language is spoken. */
  readonly formats: string;
  /** The tag that was asked for, when there are no texts in it and no relative has any. */
  readonly unavailable?: string;
}

export const ENGLISH_LOCALE: Locale = { language: ENGLISH, formats: ENGLISH.tag };

/**
 * Lookup as in RFC 4647 §3.4: the tag is shortened from its end until there are texts in it, or in its relative.
 *
 * @param tag Canonical BCP 47 tag.
 */
export function lookUp(tag: string): Locale {
  for (const range of shortened(tag)) {
    const language = languages.find((each) => each.tag === (relatives[range] ?? range));
    if (language !== undefined) return { language, formats: tag };
  }
  return { ...ENGLISH_LOCALE, unavailable: tag };
}

/** `zh-Hant-HK`, `zh-Hant`, `zh`. A single letter at the end introduces what was cut off, and goes with it. */
function shortened(tag: string): string[] {
  const subtags = tag.split('-');
  const ranges: string[] = [];
  while (subtags.length > 0) {
    ranges.push(subtags.join('-'));
    subtags.pop();
    if (subtags.at(-1)?.length === 1) subtags.pop();
  }
  return ranges;
}
