/**
 * A text without anything that a terminal would obey: control and format characters (with them escape sequences and
 * changes of writing direction), lone surrogates and unusual line ends. Findings cannot contain any by construction;
 * this is the second lock.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?');
}

/** One line of JSON in which such characters stand escaped, so that nothing is lost and nothing is obeyed. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
