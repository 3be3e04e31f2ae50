/** Tokens that end in a checksum of themselves: a match that fits is real, not a look-alike. */

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_CHARACTERS = 6;

/** CRC-32 of ISO-HDLC, as zlib and PNG use it (reflected polynomial 0xEDB88320). Node has its own only from 20.15 on. */
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xed_b8_83_20 : value >>> 1;
  return value;
});

/** The CRC-32 of a text of one byte a character, as an unsigned number. */
export function crc32(text: string): number {
  let value = 0xff_ff_ff_ff;
  for (let i = 0; i < text.length; i++) value = TABLE[(value ^ text.charCodeAt(i)) & 0xff]! ^ (value >>> 8);
  return (value ^ 0xff_ff_ff_ff) >>> 0;
}

/**
 * Whether a token's last six characters are the CRC-32 of what stands between its prefix and them, in base 62. GitHub
 * made the form, npm uses it too: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 *
 * @param token With its prefix, which ends in the first `_`.
 */
export function hasBase62Checksum(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  const end = body.length - CHECKSUM_CHARACTERS;
  return end > 0 && base62(crc32(body.slice(0, end))) === body.slice(end);
}

/** A number as six digits of base 62, the form that GitHub and npm write their checksum in. */
export function base62(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = BASE62[rest % 62]! + text;
  return text.padStart(CHECKSUM_CHARACTERS, '0');
}

/** Whether a token's last eight hexadecimal digits are the CRC-32 of what stands between its prefix and them (Cloudflare). */
export function hasHexChecksum(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  return crc32(body.slice(0, -8)).toString(16).padStart(8, '0') === body.slice(-8);
}
