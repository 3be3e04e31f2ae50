import { createHash } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english';

/** Lengths that BIP-39 allows, in words. */
const LENGTHS = [12, 15, 18, 21, 24];
/** Bits that a word stands for: the list has 2,048. */
const WORD_BITS = 11;
const NUMBERS: ReadonlyMap<string, number> = new Map(wordlist.map((word, number) => [word, number]));

/**
 * Whether a text begins with a wallet's seed phrase: words of the list, in a number that there is, whose last bits are
 * the checksum of the others (https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki). Of ordinary sentences
 * made of such words, one in sixteen and fewer pass.
 */
export function beginsWithSeedPhrase(text: string): boolean {
  const numbers: number[] = [];
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const number = NUMBERS.get(word);
    if (number === undefined || numbers.length === LENGTHS.at(-1)) break;
    numbers.push(number);
  }
  return LENGTHS.some((length) => length <= numbers.length && hasChecksum(numbers.slice(0, length)));
}

/**
 * Whether a phrase holds as its last bits, one for every three words, the first of the SHA-256 of the others. The word
 * list's own library builds an index of the list for each phrase that it is asked about, a hundred times the work.
 */
function hasChecksum(numbers: readonly number[]): boolean {
  const checksumBits = numbers.length / 3;
  const entropy = Buffer.alloc((numbers.length * WORD_BITS - checksumBits) / 8);
  let bits = 0;
  let pending = 0;
  let at = 0;
  for (const number of numbers) {
    pending = (pending << WORD_BITS) | number;
    bits += WORD_BITS;
    for (; bits >= 8 && at < entropy.length; bits -= 8) entropy[at++] = (pending >>> (bits - 8)) & 0xff;
    pending &= (1 << bits) - 1;
  }
  return createHash('sha256').update(entropy).digest()[0]! >>> (8 - checksumBits) === pending;
}
