import { BASE, HEADER_BYTES, READ, recordBytes, RecordKind, WRITTEN, type RingMemory } from './layout.js';

/** One record; the payload is valid only until the next one is taken. */
export interface RingRecord {
  readonly kind: number;
  readonly flow: number;
  readonly payload: Buffer;
}

/** TLS and sockets give at most 64 KiB at a time. */
const FIRST_COPY_BYTES = 64 * 1024 + 8;

/** The observer's end of the ring. */
export class RingReader {
  readonly #control: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #mask: number;
  #read: number;
  #base = 0;
  /** The payload of the present record, outside of shared memory: everything that reads it is faster there. */
  #copy = Buffer.allocUnsafeSlow(FIRST_COPY_BYTES);

  constructor(memory: RingMemory) {
    this.#control = new Int32Array(memory.control);
    this.#bytes = new Uint8Array(memory.records);
    this.#words = new Uint32Array(memory.records);
    this.#mask = this.#bytes.length - 1;
    this.#read = Atomics.load(this.#control, READ);
  }

  /**
   * Gives the records that are there to `take`, at most `limit` bytes of them.
   *
   * Room is given back after each record, so that a reader that dies in the middle of one has not lost others.
   *
   * @returns how many bytes were taken; 0 when there was nothing.
   */
  drain(limit: number, take: (record: RingRecord) => void): number {
    const written = Atomics.load(this.#control, WRITTEN);
    // It changes only while there is nothing to read, so that it belongs to everything up to `written`.
    this.#base = Atomics.load(this.#control, BASE);
    let taken = 0;
    while (taken < limit && this.#read !== written) {
      const size = this.#next(take);
      taken += size;
      this.#read = (this.#read + size) | 0;
      Atomics.store(this.#control, READ, this.#read);
    }
    return taken;
  }

  #next(take: (record: RingRecord) => void): number {
    const at = (this.#read - this.#base) & this.#mask;
    const untilEnd = this.#bytes.length - at;
    if (untilEnd < HEADER_BYTES) return untilEnd;
    const word = at >>> 2;
    const length = this.#words[word]!;
    const kind = this.#words[word + 1]!;
    if (kind === RecordKind.padding) return untilEnd;
    const lead = this.#words[word + 3]!;
    take({ kind, flow: this.#words[word + 2]!, payload: this.#payload(at + HEADER_BYTES + lead, length, lead) });
    return recordBytes(lead, length);
  }

  #payload(from: number, length: number, lead: number): Buffer {
    if (lead + length > this.#copy.length) this.#copy = Buffer.allocUnsafeSlow(lead + length);
    this.#copy.set(this.#bytes.subarray(from, from + length), lead);
    return this.#copy.subarray(lead, lead + length);
  }
}

/** The number in a record that carries one. */
export function numberIn(record: RingRecord): number {
  return record.payload.readDoubleLE(0);
}
