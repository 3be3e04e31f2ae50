import { createHash } from 'node:crypto';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const CHECKSUM_BYTES = 4;

/**
 * Whether a text is Base58Check: its last four bytes are the start of the double SHA-256 of the others
 * (https://en.bitcoin.it/wiki/Base58Check_encoding).
 */
export function isBase58Check(text: string): boolean {
  let value = 0n;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit === -1) return false;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  if (bytes.length <= CHECKSUM_BYTES) return false;
  const body = bytes.subarray(0, -CHECKSUM_BYTES);
  const checksum = sha256(sha256(body)).subarray(0, CHECKSUM_BYTES);
  return checksum.equals(bytes.subarray(-CHECKSUM_BYTES));
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
