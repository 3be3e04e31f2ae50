/** A language in which there are texts. */
export interface Language {
  /** BCP 47 tag, and the name of its catalogue in i18n/. */
  readonly tag: string;
  readonly englishName: string;
  /** What its speakers call it. */
  readonly ownName: string;
  readonly direction: 'ltr' | 'rtl';
}

/** English is canonical: its texts are compiled in, and every other language falls back to it. */
export const ENGLISH: Language = { tag: 'en', englishName: 'English', ownName: 'English', direction: 'ltr' };

/** All languages, English first. */
export const languages: readonly Language[] = [
  ENGLISH,
  { tag: 'es', englishName: 'Spanish', ownName: 'Español', direction: 'ltr' },
  { tag: 'fr', englishName: 'French', ownName: 'Français', direction: 'ltr' },
  { tag: 'de', englishName: 'German', ownName: 'Deutsch', direction: 'ltr' },
  { tag: 'pt-BR', englishName: 'Portuguese (Brazil)', ownName: 'Português (Brasil)', direction: 'ltr' },
  { tag: 'ja', englishName: 'Japanese', ownName: '日本語', direction: 'ltr' },
  { tag: 'ko', englishName: 'Korean', ownName: '한국어', direction: 'ltr' },
  { tag: 'zh-Hans', englishName: 'Chinese (simplified)', ownName: '简体中文', direction: 'ltr' },
  { tag: 'zh-Hant', englishName: 'Chinese (traditional)', ownName: '繁體中文', direction: 'ltr' },
  { tag: 'he', englishName: 'Hebrew', ownName: 'עברית', direction: 'rtl' },
  { tag: 'ar', englishName: 'Arabic', ownName: 'العربية', direction: 'rtl' },
];

/**
 * Where a shortened tag has no texts of its own, those of a relative are read. Scripts follow the regions as in CLDR's
 * likely subtags (https://www.unicode.org/reports/tr35/#Likely_Subtags).
 */
export const relatives: Readonly<Record<string, string>> = {
  pt: 'pt-BR',
  zh: 'zh-Hans',
  'zh-HK': 'zh-Hant',
  'zh-MO': 'zh-Hant',
  'zh-TW': 'zh-Hant',
  yue: 'zh-Hant',
};
