/** Capacity kept by an emptied collection, in bytes; more goes back to the garbage collector. */
const KEPT_CAPACITY = 16 * 1024;

/** Up to so many bytes, a loop is faster than making a view for a block copy. */
const SHORT = 64;

const EMPTY = Buffer.alloc(0);

/**
 * Bytes copied out of chunks that are valid only while they are given. The capacity doubles, so one large piece and as
 * many pieces of one byte cost about the same, in time and in memory.
 */
export class GrowingBytes {
  #bytes = EMPTY;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds the bytes from `start` up to `end`. */
  append(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(64, length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    if (end - start > SHORT) {
      this.#bytes.set(bytes.subarray(start, end), this.#length);
    } else {
      for (let from = start, to = this.#length; from < end; from++, to++) this.#bytes[to] = bytes[from]!;
    }
    this.#length = length;
  }

  /** The bytes so far; valid until the next call of `append` or `clear`. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Hands the bytes over for good and starts empty. */
  take(): Buffer {
    const bytes = this.view();
    this.#bytes = EMPTY;
    this.#length = 0;
    return bytes;
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT_CAPACITY) this.#bytes = EMPTY;
  }
}
