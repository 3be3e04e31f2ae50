import { ASLEEP, HEADER_BYTES, READ, recordBytes, WAKE_AT, WRITTEN, type RingMemory } from './layout.js';
import { RingBlocks } from './ring-blocks.js';

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
  readonly #blocks: RingBlocks;
  #read: number;
  /** The payload of the present record, outside of shared memory: everything that reads it is faster there. */
  #copy = Buffer.allocUnsafeSlow(FIRST_COPY_BYTES);

  constructor(memory: RingMemory) {
    this.#control = new Int32Array(memory.control);
    this.#bytes = new Uint8Array(memory.records);
    this.#words = new Uint32Array(memory.records);
    this.#blocks = new RingBlocks(memory);
    this.#read = Atomics.load(this.#control, READ);
  }

  /**
   * Gives the records that are there to `take`, at most `limit` bytes of them, and none once `isEnough` says so.
   *
   * Room is given back after each record, so that a reader that dies in the middle of one has not lost others.
   *
   * @returns how many bytes were taken; 0 when there was nothing.
   */
  drain(limit: number, take: (record: RingRecord) => void, isEnough = (): boolean => false): number {
    const written = Atomics.load(this.#control, WRITTEN);
    let taken = 0;
    while (taken < limit && this.#read !== written && !isEnough()) {
      const size = this.#next(take);
      taken += size;
      this.#read = (this.#read + size) | 0;
      Atomics.store(this.#control, READ, this.#read);
    }
    return taken;
  }

  /** Bytes that the ring has room for. */
  get capacity(): number {
    return this.#bytes.length;
  }

  /**
   * Asks the writer for a wake-up once there are so many bytes to read.
   *
   * @returns false when there are as many already.
   */
  sleep(bytes: number): boolean {
    const wakeAt = (this.#read + bytes) | 0;
    Atomics.store(this.#control, WAKE_AT, wakeAt);
    Atomics.store(this.#control, ASLEEP, 1);
    // Behind that: a record that the writer has put there without seeing it is seen here.
    const isEnough = ((Atomics.load(this.#control, WRITTEN) - wakeAt) | 0) >= 0;
    if (isEnough) this.wake();
    return !isEnough;
  }

  /** It does not sleep any more. */
  wake(): void {
    Atomics.store(this.#control, ASLEEP, 0);
  }

  #next(take: (record: RingRecord) => void): number {
    const rest = this.#blocks.rest(this.#read);
    if (rest < HEADER_BYTES) return rest;
    const word = this.#blocks.place(this.#read) >>> 2;
    const length = this.#words[word]!;
    const lead = this.#words[word + 3]!;
    const payload = this.#payload(this.#read + HEADER_BYTES + lead, length, lead);
    take({ kind: this.#words[word + 1]!, flow: this.#words[word + 2]!, payload });
    return recordBytes(lead, length);
  }

  #payload(from: number, length: number, lead: number): Buffer {
    if (lead + length > this.#copy.length) this.#copy = Buffer.allocUnsafeSlow(lead + length);
    for (let done = 0; done < length;) {
      const at = from + done;
      const part = Math.min(this.#blocks.rest(at), length - done);
      const place = this.#blocks.place(at);
      this.#copy.set(this.#bytes.subarray(place, place + part), lead + done);
      done += part;
    }
    return this.#copy.subarray(lead, lead + length);
  }
}

/** The number in a record that carries one. */
export function numberIn(record: RingRecord): number {
  return record.payload.readDoubleLE(0);
}
