import { GrowingBytes } from '../http1/growing-bytes.js';

/** What {@link TarMembers} finds, in the order of the bytes. Slices point into the chunk that was fed. */
export interface TarEvents {
  /** A file, or another record with data, begins. */
  start(): void;
  data(slice: Uint8Array): void;
  end(): void;
}

const BLOCK_BYTES = 512;
const SIZE_AT = 124;
const SIZE_BYTES = 12;
const MAGIC_AT = 257;
const MAGIC = Buffer.from('ustar');
/** Bytes that tell whether they are the beginning of an archive. */
export const TELLING_BYTES = MAGIC_AT + MAGIC.length;
/** Set in the first byte of a size that is a binary number. */
const BINARY = 0x80;

/** Whether a block is the header of a member (POSIX pax, "ustar Interchange Format"; GNU tar writes the same magic). */
export function isTarHeader(block: Uint8Array): boolean {
  return MAGIC.every((byte, i) => block[MAGIC_AT + i] === byte);
}

/** Finds the members of a tar archive, fed with any cut of its bytes. What is no archive any more is passed over. */
export class TarMembers {
  readonly #events: TarEvents;
  readonly #header = new GrowingBytes();
  /** Bytes of a member's data that are still to come. */
  #data = 0;
  #inMember = false;
  /** Bytes that fill its last block. */
  #padding = 0;
  #lost = false;

  constructor(events: TarEvents) {
    this.#events = events;
  }

  feed(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.#lost;) {
      if (this.#data > 0) {
        const slice = chunk.subarray(at, at + this.#data);
        this.#events.data(slice);
        this.#data -= slice.length;
        at += slice.length;
        if (this.#data === 0) this.#endMember();
      } else if (this.#padding > 0) {
        const pass = Math.min(this.#padding, chunk.length - at);
        this.#padding -= pass;
        at += pass;
      } else {
        const end = Math.min(chunk.length, at + BLOCK_BYTES - this.#header.length);
        this.#header.append(chunk, at, end);
        at = end;
        if (this.#header.length === BLOCK_BYTES) this.#takeHeader(this.#header.view());
      }
    }
  }

  /** The bytes have ended. */
  finish(): void {
    if (this.#inMember) this.#endMember();
  }

  #takeHeader(header: Buffer): void {
    const size = isTarHeader(header) ? sizeIn(header) : 0;
    // Blocks of zeros end an archive, and another one may follow.
    this.#lost = !isTarHeader(header) && header.some((byte) => byte !== 0);
    this.#header.clear();
    if (size === 0) return;
    this.#data = size;
    this.#padding = (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
    this.#inMember = true;
    this.#events.start();
  }

  #endMember(): void {
    this.#inMember = false;
    this.#events.end();
  }
}

/** The size of a member's data: octal digits, or a binary number where those do not suffice. */
function sizeIn(header: Buffer): number {
  if ((header[SIZE_AT]! & BINARY) !== 0) return Number(header.readBigUInt64BE(SIZE_AT + SIZE_BYTES - 8));
  const size = parseInt(header.toString('latin1', SIZE_AT, SIZE_AT + SIZE_BYTES).trim(), 8);
  return Number.isNaN(size) ? 0 : size;
}
