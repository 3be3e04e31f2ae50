import { validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english';

/** Lengths that BIP-39 allows, in words. */
const LENGTHS: ReadonlySet<number> = new Set([12, 15, 18, 21, 24]);
const KNOWN: ReadonlySet<string> = new Set(wordlist);

/** Whether a word is one of the 2,048 of BIP-39's English list. */
export function isSeedWord(word: string): boolean {
  return KNOWN.has(word);
}

/**
 * Whether a text holds a wallet's seed phrase: words of the list, in a length that there is, whose last bits are the
 * checksum of the others (https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki). Of ordinary sentences made
 * of such words, one in sixteen and fewer pass.
 */
export function isSeedPhrase(text: string): boolean {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return LENGTHS.has(words.length) && words.every(isSeedWord) && validateMnemonic(words.join(' '), wordlist);
}
