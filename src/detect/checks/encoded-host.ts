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

/** A label this long in a row of them is a piece of something. */
const MIN_PIECE = 16;
const MAX_LABEL = 63;

/**
 * The data in a host name, in the form in which the rule for it reads a URL: a label that is data, or the labels in front
 * that are data together, and the name that they are asked of. Undefined when there is none.
 */
export function encodedPartOf(host: string): string | undefined {
  const labels = host.split('.');
  const zone = labels.slice(-2).join('.');
  const data = labels.slice(0, -2);
  const pieces = data.slice(0, data.findIndex((label) => label.length < MIN_PIECE) >>> 0);
  const found = [...data, pieces.join('').slice(0, MAX_LABEL)].find(isEncodedLabel);
  return found === undefined ? undefined : `://${found}.${zone}`;
}
