/** Characters that take two columns of a terminal, or none (UAX #11, wide and fullwidth; marks and isolates). */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/gu;
const ZERO_WIDTH = /[\p{M}\p{Cf}]/gu;

/** A value behind its label, in columns: labels have other lengths and other letters in each language. */
export function labelled(label: string, value: string, width: number): string {
  return `  ${label}${' '.repeat(Math.max(1, width - columnsOf(label)))}${value}`;
}

/** How many columns of a terminal a text takes. */
function columnsOf(text: string): number {
  return Array.from(text).length + (text.match(WIDE)?.length ?? 0) - (text.match(ZERO_WIDTH)?.length ?? 0);
}
