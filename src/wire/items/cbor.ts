import { numberAt, type Head } from './separate-items.js';

/** Major types whose argument is the length of a string of bytes or of text (RFC 8949 §3.1). */
const CBOR_STRINGS: ReadonlySet<number> = new Set([2, 3]);
/** Of an initial byte (RFC 8949 §3): arguments of 1, 2, 4 and 8 bytes follow; "indefinite" or "break". */
const CBOR_ONE_BYTE = 24;
const CBOR_EIGHT_BYTES = 27;
const CBOR_OPEN = 31;

/** The head of a CBOR item (RFC 8949 §3). */
export function cborHead(bytes: Buffer, at: number): Head | undefined {
  const initial = bytes[at]!;
  const info = initial & 31;
  if (info > CBOR_EIGHT_BYTES && info < CBOR_OPEN) return undefined;
  const more = info < CBOR_ONE_BYTE || info === CBOR_OPEN ? 0 : 2 ** (info - CBOR_ONE_BYTE);
  const isString = CBOR_STRINGS.has(initial >> 5) && info !== CBOR_OPEN;
  const length = more === 0 ? info : numberAt(bytes, at + 1, more);
  return { end: at + 1 + more, stringBytes: isString ? length : 0 };
}
