const WORD = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./') WORD[char.charCodeAt(0)] = 1;

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
