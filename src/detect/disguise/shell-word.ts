/** What stands in for a piece of a command, and where the piece ends. */
export interface Rewrite {
  readonly text: string;
  readonly end: number;
}

/** Longest quoted word whose quotes are taken off, and longest list in braces. */
export const MAX_QUOTED = 200;

/** What stands between the words of commands. */
export const SEPARATORS = ' \t\r\n;|&()`';
const SEPARATES = new Uint8Array(256);
for (const char of SEPARATORS) SEPARATES[char.charCodeAt(0)] = 1;

/** Whether a word may begin or end beside this byte; -1 is the edge of the text. */
export function separates(byte: number): boolean {
  return byte === -1 || SEPARATES[byte] === 1;
}

/** Whether a byte is one of the quotes that a shell takes off. */
export function isQuote(byte: number): boolean {
  return byte === 0x27 || byte === 0x22;
}
