import { gunzipSync, inflateSync } from 'node:zlib';
import { hexPair } from './digits.js';

/** What a compressed block may become: enough for any command or key, little enough to cost nothing. */
const MAX_OUTPUT = 256 * 1024;

/** Decompresses a decoded block that is gzip or zlib; undefined when it is neither, damaged, or too large. */
export function inflate(bytes: Buffer): Buffer | undefined {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  // RFC 1950: method 8, and the first two bytes are a multiple of 31.
  const zlib = (bytes[0]! & 0x0f) === 8 && bytes.length > 6 && (bytes[0]! * 256 + bytes[1]!) % 31 === 0;
  if (!gzip && !zlib) return undefined;
  const options = { maxOutputLength: MAX_OUTPUT };
  try {
    return gzip ? gunzipSync(bytes, options) : inflateSync(bytes, options);
  } catch {
    return undefined;
  }
}

/** The same for hexadecimal digits; nearly all of them are checksums, which the first two tell. */
export function inflateHex(letters: Buffer): Buffer | undefined {
  const first = hexPair(letters, 0);
  if (first !== 0x1f && first !== 0x78) return undefined;
  return inflate(Buffer.from(letters.toString('latin1', 0, letters.length & ~1), 'hex'));
}
