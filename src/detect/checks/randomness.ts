/** Whether a text looks made by chance rather than written: what tells a key from a word. */

/** Whether a text has both a digit and a letter. */
export function hasDigitAndLetter(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text);
}

/** Whether a text has both cases. */
export function hasMixedCase(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text);
}

/**
 * Shannon entropy of a text in bits a character; random base64 of 32 characters has about 4.4, English about 3.5
 * (Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x).
 */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    entropy -= share * Math.log2(share);
  }
  return entropy;
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

/** Characters of the same kind in a row: words have long runs of letters, random text has short ones. */
export function longestLetterRun(text: string): number {
  let longest = 0;
  for (const run of text.match(/[A-Za-z]+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}
