import type { Candidate } from './rule.js';

/**
 * The order to drop what was said before, in letters that a person or a model reads and no expression does: digits for
 * letters, one letter at a time, markup in between. Only what follows the first word tells it from a nickname.
 */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '|': 'i',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '+': 't',
};
const WHICH =
  'all|any|every|the|of|my|your|these|previous|prior|above|earlier|preceding|system|safety|initial|original';
const WHAT = 'instructions?|prompts?|rules|guidelines|directives|commands|orders';
const OWN = 'previous|prior|above|earlier|preceding|system|safety|initial|original|your';
const FORGET = '(?:ignore|disregard|forget)';
const ORDER = new RegExp(`^${FORGET}\\s+(?:(?:${WHICH})\\s+){0,5}(?:${OWN})\\s+(?:${WHAT})`, 'i');
const JOINED = new RegExp(`^${FORGET}(?:${WHICH}){0,5}(?:${OWN})(?:${WHAT})`, 'i');
const ONE_BY_ONE = /^[a-z](?:[ \t\n.-]{1,4}[a-z](?![a-z]))+/i;

const withLetters = (written: string): string => written.replace(/[013457!|@$+]/g, (sign) => LETTERS[sign] ?? sign);
const joined = (written: string): string => (ONE_BY_ONE.exec(written)?.[0] ?? '').replace(/[^a-z]/gi, '');
const withoutMarkup = (written: string): string => written.replace(/<[^<>]*>/g, '');

/** Whether a match and what stands behind it are this order: "1gn0r3 all ...", "i g n o r e  a l l ...", "Ig<b></b>nore all ...". */
export function isRespelt({ text, further }: Pick<Candidate, 'text' | 'further'>): boolean {
  const written = text + further.slice(0, 224);
  return ORDER.test(withLetters(written)) || JOINED.test(joined(written)) || ORDER.test(withoutMarkup(written));
}
