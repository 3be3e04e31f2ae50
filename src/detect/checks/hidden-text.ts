import { decodeBase64 } from './base64.js';

/** Shortest text that counts, in characters; shorter ones are chance. */
const MIN_TEXT = 30;

/**
 * Whether base64 or hexadecimal digits hold readable text. JSON is left out: many honest services send their state that way.
 */
export function hidesText(encoded: string): boolean {
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(encoded);
  const decoded = isHex ? Buffer.from(encoded, 'hex').toString('latin1') : decodeBase64(encoded);
  if (decoded === undefined || decoded.length < MIN_TEXT) return false;
  return /^[\t\n\r\x20-\x7e]+$/.test(decoded) && /[ \n=]/.test(decoded) && !/^\s*[{[]/.test(decoded);
}
