/** Frame types (RFC 9113 §6). Any other number is an extension, which a reader skips (§4.1). */
export const FrameType = {
  DATA: 0x0,
  HEADERS: 0x1,
  PRIORITY: 0x2,
  RST_STREAM: 0x3,
  SETTINGS: 0x4,
  PUSH_PROMISE: 0x5,
  PING: 0x6,
  GOAWAY: 0x7,
  WINDOW_UPDATE: 0x8,
  CONTINUATION: 0x9,
} as const;

/** Frame flags (RFC 9113 §6); which of them a frame can have depends on its type. */
export const FrameFlag = {
  END_STREAM: 0x1,
  ACK: 0x1,
  END_HEADERS: 0x4,
  PADDED: 0x8,
  PRIORITY: 0x20,
} as const;

/** The nine octets before every payload (RFC 9113 §4.1). */
export interface FrameHeader {
  /** Octets of payload, up to 2^24-1. What the receiver announced (SETTINGS_MAX_FRAME_SIZE) is not held against it. */
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
}

/** RFC 9113 §4.1. */
export const FRAME_HEADER_BYTES = 9;
const NOTHING = new Uint8Array();

/** Reads the header at `at`; nine bytes must be there. */
export function readFrameHeader(bytes: Uint8Array, at: number): FrameHeader {
  return {
    length: bytes[at]! * 0x10000 + bytes[at + 1]! * 0x100 + bytes[at + 2]!,
    type: bytes[at + 3]!,
    flags: bytes[at + 4]!,
    streamId: readUint31(bytes, at + 5),
  };
}

/** A stream identifier: 31 bits after a reserved one, which is ignored (RFC 9113 §4.1). */
export function readUint31(bytes: Uint8Array, at: number): number {
  return (bytes[at]! & 0x7f) * 0x1000000 + bytes[at + 1]! * 0x10000 + bytes[at + 2]! * 0x100 + bytes[at + 3]!;
}

/** A number of four octets in network order, as error codes and settings are. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 0x1000000 + bytes[at + 1]! * 0x10000 + bytes[at + 2]! * 0x100 + bytes[at + 3]!;
}

/** A payload and the padding behind it, without the pad length (RFC 9113 §6.2); undefined when it is shorter than that says. */
export function splitPadding(
  frame: FrameHeader,
  payload: Uint8Array,
): { readonly content: Uint8Array; readonly padding: Uint8Array } | undefined {
  if ((frame.flags & FrameFlag.PADDED) === 0) return { content: payload, padding: NOTHING };
  const length = payload[0];
  if (length === undefined || 1 + length > payload.length) return undefined;
  const end = payload.length - length;
  return { content: payload.subarray(1, end), padding: payload.subarray(end) };
}

/** Octets of padding that are not zero, as a sender must make them and a receiver need not check (RFC 9113 §6.1). */
export function hiddenIn(padding: Uint8Array): number {
  let hidden = 0;
  for (const octet of padding) if (octet !== 0) hidden++;
  return hidden;
}
