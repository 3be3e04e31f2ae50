/** A character as JavaScript and JSON may write it instead: `\u00e9`, and two of them beyond the first 65,536. */
export function unicodeEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** A text with everything beyond ASCII as escapes. */
export function asciiOf(text: string): string {
  return text.replace(/[^\0-\x7f]/g, unicodeEscape);
}
