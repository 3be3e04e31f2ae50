import { ByteSet } from '../pattern/byte-set.js';

/** A set of the bytes of an ASCII text. */
export function bytesOf(chars: string): ByteSet {
  return ByteSet.of((byte) => chars.includes(String.fromCharCode(byte)));
}

/** ASCII letters. */
export const LETTER_BYTES = ByteSet.of(isLetter);
/** What can be part of a command's name, an option or a path. */
export const COMMAND_WORD_BYTES = LETTER_BYTES.union(bytesOf('0123456789_-./'));
/** Digits of hexadecimal numbers, in either case. */
export const HEX_DIGIT_BYTES = bytesOf('0123456789ABCDEFabcdef');

const WORD = Uint8Array.from({ length: 256 }, (_, byte) => (COMMAND_WORD_BYTES.has(byte) ? 1 : 0));

/** Whether a byte can be part of a command's name, an option or a path. */
export function isCommandWord(byte: number): boolean {
  return byte >= 0 && WORD[byte] === 1;
}

/** Whether a byte is an ASCII letter. */
export function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return byte < 0x80 && lower >= 0x61 && lower <= 0x7a;
}

/** Whether a byte can be part of a variable's name. */
export function isNameByte(byte: number): boolean {
  return isLetter(byte) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}
