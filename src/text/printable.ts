import { unicodeEscape } from './unicode-escape.js';

/**
 * A text without anything that a terminal would obey: control and format characters (with them escape sequences and
 * changes of writing direction), lone surrogates and unusual line ends. Findings cannot contain any by construction;
 * this is the second lock.
 */
export function printable(text: string): string {
  const unwanted = isolatesAreClosed(text)
    ? /[^\P{Cf}\u2066\u2068\u2069]|[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu
    : /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
  return text.replace(unwanted, '?');
}

/**
 * Whether the isolates that right-to-left texts set around their code (src/text/locale/isolate.ts) each have their end:
 * only then do they change nothing outside of the text. The one that forces right-to-left is never among them.
 */
function isolatesAreClosed(text: string): boolean {
  let open = 0;
  for (const [mark] of text.matchAll(/[\u2066\u2068\u2069]/g)) {
    open += mark === '\u2069' ? -1 : 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** One line of JSON in which such characters stand escaped, so that nothing is lost and nothing is obeyed. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, unicodeEscape);
}
