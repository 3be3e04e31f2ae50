import { hexPair } from './digits.js';
import { inflatedBeginning } from './inflated-beginning.js';
import { isZip, unzip } from './unzip.js';

/** What compressed blocks of one text may become, together: enough for any command or key, little enough to cost nothing. */
const MAX_OUTPUT = 256 * 1024;
/** The same for short texts, and for long ones as a multiple: all views of a text together have not much more. */
const MIN_OUTPUT = 64 * 1024;
const MAX_EXPANSION = 8;

/** How much compressed blocks in a text of so many bytes may become. */
export function roomFor(length: number): number {
  return Math.min(MAX_OUTPUT, Math.max(MIN_OUTPUT, length * MAX_EXPANSION));
}

/**
 * Decompresses a decoded block that is gzip, zlib or a ZIP archive, as far as it is here and as there is room for;
 * undefined when it is none of them or damaged.
 */
export function inflate(bytes: Buffer, room: number): Buffer | undefined {
  if (room <= 0) return undefined;
  if (isZip(bytes)) return unzip(bytes, room);
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  // RFC 1950: method 8, and the first two bytes are a multiple of 31.
  const zlib = (bytes[0]! & 0x0f) === 8 && bytes.length > 6 && (bytes[0]! * 256 + bytes[1]!) % 31 === 0;
  if (!gzip && !zlib) return undefined;
  return inflatedBeginning(bytes, gzip ? 'gzip' : 'zlib', room);
}

/** The same for hexadecimal digits; nearly all of them are checksums, which the first two tell. */
export function inflateHex(letters: Buffer, room: number): Buffer | undefined {
  const first = hexPair(letters, 0);
  if (first !== 0x1f && first !== 0x78 && first !== 0x50) return undefined;
  return inflate(Buffer.from(letters.toString('latin1', 0, letters.length & ~1), 'hex'), room);
}
