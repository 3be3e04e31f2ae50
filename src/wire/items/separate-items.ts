/** Where the head of an item ends, and how many bytes of a string follow it. */
export interface Head {
  readonly end: number;
  readonly stringBytes: number;
}

/** Reads the head of the item that begins at an offset; undefined when none does. Heads may end behind the bytes. */
export type HeadReader = (bytes: Buffer, at: number) => Head | undefined;

const LINE_END = 10;
/** From here on no byte is ASCII. */
const FIRST_OF_NO_TEXT = 0x80;

/**
 * Puts each string of a message into a line of its own: what stands between them, their lengths and all numbers, becomes
 * line ends. A length is a letter or a digit as often as not, and stands right in front of the text.
 *
 * @param message Items one after the other; changed in place.
 * @returns false when it is none; it is then as it was.
 */
export function separateItems(message: Buffer, headAt: HeadReader): boolean {
  // A map, array or tag in either format, and no text that is only said to be one.
  if (message[0] === undefined || message[0] < FIRST_OF_NO_TEXT) return false;
  const heads: (readonly [from: number, to: number])[] = [];
  for (let at = 0; at < message.length;) {
    const head = headAt(message, at);
    if (head === undefined) return false;
    heads.push([at, head.end]);
    at = head.end + head.stringBytes;
    if (at > message.length) return false;
  }
  for (const [from, to] of heads) message.fill(LINE_END, from, to);
  return true;
}

/** A big-endian number of so many bytes; 0 beyond the end, where a head is refused for its own length. */
export function numberAt(bytes: Buffer, at: number, length: number): number {
  let value = 0;
  for (let i = at; i < at + length && i < bytes.length; i++) value = value * 256 + bytes[i]!;
  return value;
}
