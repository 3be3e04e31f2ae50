/** Tests that a rule's `accept` is made of: what ordinary words are not. */

/** Whether a text has both a digit and a letter. */
export function hasDigitAndLetter(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text);
}

/** Whether a text has both cases. */
export function hasMixedCase(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text);
}

/** Shannon entropy of a text in bits a character; random base64 of 32 characters has about 4.4, English about 3.5. */
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
