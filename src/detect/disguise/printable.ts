/** What text consists of: 1 for printable ASCII, tab and line ends. */
const TEXT = new Uint8Array(256);
for (let byte = 0x20; byte < 0x7f; byte++) TEXT[byte] = 1;
for (const byte of [9, 10, 13]) TEXT[byte] = 1;

/** Whether a byte is printable ASCII, a tab or a line end. */
export function isTextByte(byte: number): boolean {
  return TEXT[byte] === 1;
}

/** Whether decoded bytes could be text of some kind: nearly all printable, or printable with zeros (UTF-16). */
export function looksLikeText(bytes: Uint8Array, from: number, to: number): boolean {
  let text = 0;
  let zeros = 0;
  let high = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    text += TEXT[byte]!;
    if (byte === 0) zeros++;
    else if (byte >= 0x80) high++;
  }
  const length = to - from;
  if (text + zeros >= length * 0.85 && zeros <= length * 0.6) return true;
  // UTF-8 of another script, or text with invisible characters in it.
  return high > 0 && text + high === length && isUtf8Like(bytes, from, to);
}

function isUtf8Like(bytes: Uint8Array, from: number, to: number): boolean {
  let waiting = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (waiting > 0) {
      if ((byte & 0xc0) !== 0x80) return false;
      waiting--;
    } else if (byte >= 0x80) {
      if (byte < 0xc2 || byte > 0xf4) return false;
      waiting = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    }
  }
  return true;
}
