import { entropyOf } from './randomness.js';

/** Labels that carry data fill most of the 63 bytes that DNS allows (RFC 1035 section 2.3.4). */
const MIN_LABEL = 40;
/** Hexadecimal digits and base32 are spread evenly; words and names are not. In bits a character. */
const MIN_ENTROPY = 2.8;

/** Whether a label of a host name is data in hexadecimal digits or base32 rather than a name. */
export function isEncodedLabel(label: string): boolean {
  if (label.length < MIN_LABEL || entropyOf(label.toLowerCase()) < MIN_ENTROPY) return false;
  return /^[0-9a-f]+$/i.test(label) || (/^[a-z2-7]+$/i.test(label) && /[2-7]/.test(label));
}
