import { BASE, HEADER_BYTES, READ, recordBytes, RecordKind, WRITTEN, type RingMemory } from './layout.js';

/**
 * As much of the ring is used while the reader keeps up: when it has read everything, the next record is written at the
 * beginning again. That part stays in the processor's caches, and the rest of the ring never becomes resident.
 */
const WARM_BYTES = 256 * 1024;

/** The relay's end of the ring. Every call returns at once. */
export class RingWriter {
  readonly #control: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #mask: number;
  #written = 0;
  #base = 0;

  constructor(memory: RingMemory) {
    this.#control = new Int32Array(memory.control);
    this.#bytes = new Uint8Array(memory.records);
    this.#words = new Uint32Array(memory.records);
    this.#mask = this.#bytes.length - 1;
  }

  /** Bytes that the reader has not taken yet. */
  get backlog(): number {
    return (this.#written - Atomics.load(this.#control, READ)) >>> 0;
  }

  /** The reader's position; it stands still when the reader does. */
  get readPosition(): number {
    return Atomics.load(this.#control, READ);
  }

  /** Copies a record into the ring. Returns false, and changes nothing, when there is no room for it. */
  write(kind: RecordKind, flow: number, payload: Uint8Array): boolean {
    const lead = payload.byteOffset & 7;
    const size = recordBytes(lead, payload.length);
    const backlog = this.backlog;
    let at = (this.#written - this.#base) & this.#mask;
    if (backlog === 0 && at >= WARM_BYTES) {
      this.#base = this.#written;
      Atomics.store(this.#control, BASE, this.#base);
      at = 0;
    }
    const untilEnd = this.#bytes.length - at;
    const needed = size > untilEnd ? untilEnd + size : size;
    if (needed > this.#bytes.length - backlog) return false;
    if (size > untilEnd) {
      this.#header(at, untilEnd - HEADER_BYTES, RecordKind.padding, 0, 0);
      this.#written = (this.#written + untilEnd) | 0;
      at = 0;
    }
    this.#header(at, payload.length, kind, flow, lead);
    this.#bytes.set(payload, at + HEADER_BYTES + lead);
    this.#written = (this.#written + size) | 0;
    // The store makes everything before it visible to the reader's load.
    Atomics.store(this.#control, WRITTEN, this.#written);
    return true;
  }

  /** Writes a record whose payload is a number. */
  writeNumber(kind: RecordKind, flow: number, value: number): boolean {
    const payload = new Uint8Array(8);
    new DataView(payload.buffer).setFloat64(0, value, true);
    return this.write(kind, flow, payload);
  }

  #header(at: number, length: number, kind: RecordKind, flow: number, lead: number): void {
    // A tail shorter than a header is padding by itself; the reader knows.
    if (this.#bytes.length - at < HEADER_BYTES) return;
    const word = at >>> 2;
    this.#words[word] = Math.max(0, length);
    this.#words[word + 1] = kind;
    this.#words[word + 2] = flow;
    this.#words[word + 3] = lead;
  }
}
