import { HEADER_BYTES, READ, recordBytes, RecordKind, WRITTEN, type RingMemory } from './layout.js';

/** One record; the payload is valid only until the next one is taken. */
export interface RingRecord {
  readonly kind: number;
  readonly flow: number;
  readonly payload: Uint8Array;
}

/** The observer's end of the ring. */
export class RingReader {
  readonly #control: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #mask: number;
  #read: number;

  constructor(memory: RingMemory) {
    this.#control = new Int32Array(memory.control);
    this.#bytes = new Uint8Array(memory.records);
    this.#view = new DataView(memory.records);
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
    const at = this.#read & this.#mask;
    const untilEnd = this.#bytes.length - at;
    if (untilEnd < HEADER_BYTES) return untilEnd;
    const length = this.#view.getUint32(at, true);
    const kind = this.#view.getUint32(at + 4, true);
    if (kind === RecordKind.padding) return untilEnd;
    take({
      kind,
      flow: this.#view.getUint32(at + 8, true),
      payload: this.#bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length),
    });
    return recordBytes(length);
  }
}

/** The number in a record that carries one. */
export function numberIn(record: RingRecord): number {
  const { buffer, byteOffset } = record.payload;
  return new DataView(buffer, byteOffset).getFloat64(0, true);
}
