/** Bytes of a seed: two that say what it is and whose, 32 of the key, two of the checksum. */
const BYTES = 36;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** CRC-16/XMODEM, as https://github.com/nats-io/nkeys uses it. */
const POLYNOMIAL = 0x1021;

/**
 * Whether a text is the seed of a NATS key: base32 without padding (RFC 4648) whose last two bytes are the CRC-16 of
 * those before, the low one first.
 *
 * @param text 58 letters of base32, upper case.
 */
export function isNkeySeed(text: string): boolean {
  const bytes = new Uint8Array(BYTES);
  let bits = 0;
  let value = 0;
  let count = 0;
  for (const letter of text) {
    const five = LETTERS.indexOf(letter);
    if (five === -1) return false;
    value = ((value << 5) | five) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    if (count < BYTES) bytes[count] = (value >> bits) & 0xff;
    count++;
  }
  if (count !== BYTES) return false;
  return crc16(bytes.subarray(0, BYTES - 2)) === bytes[BYTES - 2]! + bytes[BYTES - 1]! * 256;
}

function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL) & 0xffff;
  }
  return crc;
}
