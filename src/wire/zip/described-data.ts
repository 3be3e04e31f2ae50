const SIGNATURE = Buffer.from('PK\x07\x08', 'latin1');
/** Where a descriptor says the size of the data, behind its signature and a checksum (APPNOTE §4.3.9). */
const SIZE_AT = 8;
/** Of the eight bytes that it takes in large archives, the first four are these. */
const SIZE_BYTES = 4;

/**
 * Finds the end of data whose size only the descriptor behind it tells, and that does not tell itself: stored or encrypted
 * by a writer to a pipe. A descriptor there is one that says how many bytes stood in front of it.
 */
export class DescribedData {
  /** What could be the beginning of a descriptor. */
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of the data so far. */
  #length = 0;

  /**
   * Takes the next bytes.
   *
   * @returns the bytes that are of the data, and those from the descriptor on once it was found.
   */
  feed(chunk: Buffer): { readonly data: Buffer; readonly behind?: Buffer } {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (let at = bytes.indexOf(SIGNATURE); at !== -1; at = bytes.indexOf(SIGNATURE, at + 1)) {
      const describes = this.#describes(bytes, at);
      if (describes === undefined) return { data: this.#pass(bytes, at) };
      if (describes) return { data: bytes.subarray(0, at), behind: bytes.subarray(at) };
    }
    return { data: this.#pass(bytes, bytes.length - beginningAtEnd(bytes)) };
  }

  /** Nothing follows. @returns what was held back. */
  finish(): Buffer {
    return this.#held;
  }

  /** Whether it is the descriptor; undefined while too little of it is here. */
  #describes(bytes: Buffer, at: number): boolean | undefined {
    if (bytes.length < at + SIZE_AT + SIZE_BYTES) return undefined;
    return bytes.readUInt32LE(at + SIZE_AT) === (this.#length + at) % 2 ** 32;
  }

  #pass(bytes: Buffer, end: number): Buffer {
    this.#held = Buffer.from(bytes.subarray(end));
    this.#length += end;
    return bytes.subarray(0, end);
  }
}

/** How many of the last bytes could be the beginning of a signature. */
function beginningAtEnd(bytes: Buffer): number {
  for (let length = Math.min(SIGNATURE.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(SIGNATURE.subarray(0, length))) return length;
  }
  return 0;
}
