/** Words that are typed and not read stand in quotes, or on a line of their own behind blanks. */
const TYPED = /"[^"]*"|`[^`]*`|^ {4}.*$/gm;

/**
 * English sentences in a text whose language is not written in Latin letters: four or more words in a row, without
 * the commas of a list of names. They come from a text that was not translated, or from one that never was in the catalogue.
 */
export function englishLeft(text: string): string[] {
  const read = text.replace(TYPED, ' ').replace(/[\u2066-\u2069]/g, '');
  return read.match(/(?<![\w./-])[A-Za-z]{2,}(?: [a-z]{2,}){3,}/g) ?? [];
}

/** Languages in which English stands out. */
export const NOT_LATIN = ['ja', 'ko', 'zh-Hans', 'zh-Hant', 'he', 'ar'] as const;
