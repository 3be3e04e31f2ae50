/** Whether a text looks made by chance rather than written: what tells a key from a word. */

/** Whether a text has both a digit and a letter. */
export function hasDigitAndLetter(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text);
}

/** Whether a text is made of what checksums and commits are written in; of a key with more letters that is no accident. */
export function isChecksum(text: string): boolean {
  return /^[0-9a-f]+$/.test(text);
}

/** Whether a text has both cases. */
export function hasMixedCase(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text);
}

/** How often each byte stands in the text that is being measured; all zero in between. */
const counts = new Uint32Array(256);

/**
 * Shannon entropy of a text in bits a character; random base64 of 32 characters has about 4.4, English about 3.5
 * (Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x).
 *
 * @param text One character a byte. Others count as the byte that they end with, which can make the result only smaller.
 */
export function entropyOf(text: string): number {
  for (let i = 0; i < text.length; i++) counts[text.charCodeAt(i) & 0xff]!++;
  let known = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i) & 0xff;
    const count = counts[byte]!;
    if (count > 1) known += count * Math.log2(count);
    counts[byte] = 0;
  }
  return text.length === 0 ? 0 : Math.log2(text.length) - known / text.length;
}

/** Whether a text looks like random base64 rather than words: both cases, a digit, and little repetition. */
export function looksRandom(text: string): boolean {
  return hasDigitAndLetter(text) && hasMixedCase(text) && entropyOf(text) >= Math.min(4, Math.log2(text.length) - 0.7);
}

/** Entropy below which a text is a row of one or two letters, such as `xxxxxxxx`, in bits a character. */
const MIN_VARIED = 2.5;

/** Whether a text is more than the same few characters again and again, as placeholders are. */
export function isVaried(text: string): boolean {
  return entropyOf(text) >= MIN_VARIED;
}
