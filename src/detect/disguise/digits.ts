const HEX = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16);
  HEX[text.charCodeAt(0)] = digit;
  HEX[text.toUpperCase().charCodeAt(0)] = digit;
}

/** The value of a hexadecimal digit, or -1. */
export function hexValue(byte: number): number {
  return HEX[byte]!;
}

/** The byte that two hexadecimal digits at an offset stand for, or -1. */
export function hexPair(source: Uint8Array, at: number): number {
  if (at + 1 >= source.length) return -1;
  const high = HEX[source[at]!]!;
  const low = HEX[source[at + 1]!]!;
  return high === -1 || low === -1 ? -1 : high * 16 + low;
}

/** Whether a byte, if there is one, is a decimal digit. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
