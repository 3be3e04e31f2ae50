import { validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english';

/** Lengths that BIP-39 allows, in words. */
const LENGTHS = [12, 15, 18, 21, 24];
const KNOWN: ReadonlySet<string> = new Set(wordlist);

/**
 * Whether a text begins with a wallet's seed phrase: words of the list, in a number that there is, whose last bits are
 * the checksum of the others (https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki). Of ordinary sentences
 * made of such words, one in sixteen and fewer pass.
 */
export function beginsWithSeedPhrase(text: string): boolean {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const foreign = words.findIndex((word) => !KNOWN.has(word));
  const known = foreign === -1 ? words.length : foreign;
  return LENGTHS.some((length) => length <= known && validateMnemonic(words.slice(0, length).join(' '), wordlist));
}
