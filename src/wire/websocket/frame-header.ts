/** Opcodes (RFC 6455 §5.2). The others are reserved; those from 8 on are of control frames. */
export const Opcode = {
  CONTINUATION: 0x0,
  TEXT: 0x1,
  BINARY: 0x2,
  CLOSE: 0x8,
  PING: 0x9,
  PONG: 0xa,
} as const;

/** The head of a frame (RFC 6455 §5.2). */
export interface FrameHead {
  readonly final: boolean;
  /** The three reserved bits: RSV1 is 4. */
  readonly reserved: number;
  readonly opcode: number;
  /** Bytes of payload; undefined when the number is above 2^53-1. */
  readonly length: number | undefined;
  /** The four octets of the masking key, and nothing in a frame that is not masked. */
  readonly mask: Uint8Array;
}

/** RSV1: the message is compressed (RFC 7692 §6). */
export const RSV1 = 4;

/** Longest payload of a control frame (RFC 6455 §5.5). */
export const MAX_CONTROL_BYTES = 125;

/** Longest head: two octets, eight of extended length, four of masking key. */
export const MAX_HEAD_BYTES = 14;

/** How long a head is, once its first two octets are known. */
export function headLength(second: number): number {
  const extended = (second & 0x7f) === 127 ? 8 : (second & 0x7f) === 126 ? 2 : 0;
  return 2 + extended + ((second & 0x80) === 0 ? 0 : 4);
}

/** Reads a head; as many bytes as it is long must be there. */
export function readHead(bytes: Uint8Array): FrameHead {
  const first = bytes[0]!;
  const end = headLength(bytes[1]!);
  const maskAt = (bytes[1]! & 0x80) === 0 ? end : end - 4;
  return {
    final: (first & 0x80) !== 0,
    reserved: (first >> 4) & 7,
    opcode: first & 0x0f,
    length: payloadLength(bytes),
    mask: bytes.subarray(maskAt, end),
  };
}

function payloadLength(bytes: Uint8Array): number | undefined {
  const short = bytes[1]! & 0x7f;
  if (short < 126) return short;
  let length = 0;
  const end = short === 126 ? 4 : 10;
  for (let at = 2; at < end; at++) length = length * 256 + bytes[at]!;
  return Number.isSafeInteger(length) ? length : undefined;
}
