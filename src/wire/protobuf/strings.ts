/** Wire types (Protocol Buffers, "Encoding"). */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Messages in messages that are gone into. */
const MAX_DEPTH = 16;
const LINE_END = 10;
/** Longest variable-length number, in bytes. */
const MAX_VARINT = 10;

/**
 * Puts each string of a message into a line of its own: the numbers and lengths around it become line ends. A length
 * is a letter or a digit as often as not (that of a key with 108 characters is `l`), and stands right in front of the text.
 *
 * @param message A protocol buffer; changed in place.
 * @returns false when it is none; it is then as it was.
 */
export function separateStrings(message: Buffer): boolean {
  return separate(message, 0, message.length, 0);
}

function separate(bytes: Buffer, from: number, to: number, depth: number): boolean {
  const fields: (readonly [tag: number, start: number, end: number])[] = [];
  /** Of what is no string: its tag may stand right behind one. */
  const mark = (tag: number, end: number): void => void fields.push([tag, end, end]);
  let at = from;
  while (at < to) {
    const tag = varintAt(bytes, at, to);
    if (tag === undefined || tag.value < 8) return false;
    if (tag.value % 8 !== LENGTH_DELIMITED) mark(at, tag.end);
    switch (tag.value % 8) {
      case VARINT: {
        const number = varintAt(bytes, tag.end, to);
        if (number === undefined) return false;
        at = number.end;
        break;
      }
      case FIXED_64:
        at = tag.end + 8;
        break;
      case FIXED_32:
        at = tag.end + 4;
        break;
      case LENGTH_DELIMITED: {
        const length = varintAt(bytes, tag.end, to);
        if (length === undefined) return false;
        fields.push([at, length.end, length.end + length.value]);
        at = length.end + length.value;
        break;
      }
      default:
        return false;
    }
    if (at > to) return false;
  }
  for (const [tag, start, end] of fields) {
    bytes.fill(LINE_END, tag, start);
    if (depth < MAX_DEPTH && mayBeMessage(bytes, start, end)) separate(bytes, start, end, depth + 1);
  }
  return true;
}

/** Text may look like a message by chance; hardly without the small numbers that nearly every message has. */
function mayBeMessage(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i]! < 0x20) return true;
  return false;
}

function varintAt(bytes: Buffer, from: number, to: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let i = 0; i < MAX_VARINT && from + i < to; i++) {
    const byte = bytes[from + i]!;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: from + i + 1 };
  }
  return undefined;
}
