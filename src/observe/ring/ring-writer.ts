import {
  ASLEEP,
  BLOCKS,
  HEADER_BYTES,
  READ,
  recordBytes,
  WRITTEN,
  type RecordKind,
  type RingMemory,
  WAKE_AT,
} from './layout.js';
import { RingBlocks } from './ring-blocks.js';

/** The relay's end of the ring. Every call returns at once. */
export class RingWriter {
  readonly #control: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #blocks: RingBlocks;
  readonly #wake: () => void;
  /** Blocks that hold nothing unread; the last one was read last, and is used next. */
  readonly #free = Array.from({ length: BLOCKS }, (_, index) => BLOCKS - 1 - index);
  #written = 0;
  /** Up to where in the row there are blocks, and from where on their content is not all read. */
  #blocksTo = 0;
  #blocksFrom = 0;
  /** Bytes that the ring has room for when nothing in it is unread. */
  readonly capacity: number;

  /** @param wake Called when there is as much to read as a reader that sleeps waits for. */
  constructor(memory: RingMemory, wake: () => void = () => undefined) {
    this.#wake = wake;
    this.#control = new Int32Array(memory.control);
    this.#bytes = new Uint8Array(memory.records);
    this.#words = new Uint32Array(memory.records);
    this.#blocks = new RingBlocks(memory);
    this.capacity = memory.records.byteLength;
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
    // A header is not split: a block's rest that is shorter stays empty, as the reader knows.
    const rest = this.#blocks.rest(this.#written);
    const from = rest < HEADER_BYTES ? this.#written + rest : this.#written;
    const to = from + recordBytes(lead, payload.length);
    if (((to - this.#blocksTo) | 0) > 0 && !this.#addBlocks((to - this.#blocksTo) | 0)) return false;
    const word = this.#blocks.place(from) >>> 2;
    this.#words[word] = payload.length;
    this.#words[word + 1] = kind;
    this.#words[word + 2] = flow;
    this.#words[word + 3] = lead;
    this.#copy(payload, from + HEADER_BYTES + lead);
    this.#written = to | 0;
    // The store makes everything before it visible to the reader's load.
    Atomics.store(this.#control, WRITTEN, this.#written);
    if (Atomics.load(this.#control, ASLEEP) === 1) this.#wakeIfDue();
    return true;
  }

  #wakeIfDue(): void {
    if (((this.#written - Atomics.load(this.#control, WAKE_AT)) | 0) < 0) return;
    Atomics.store(this.#control, ASLEEP, 0);
    this.#wake();
  }

  #copy(payload: Uint8Array, to: number): void {
    for (let done = 0; done < payload.length;) {
      const at = to + done;
      const room = this.#blocks.rest(at);
      const part = room >= payload.length && done === 0 ? payload : payload.subarray(done, done + room);
      this.#bytes.set(part, this.#blocks.place(at));
      done += part.length;
    }
  }

  #addBlocks(bytes: number): boolean {
    const read = Atomics.load(this.#control, READ);
    for (; (read - this.#blocksFrom) >>> 0 >= this.#blocks.size; this.#blocksFrom = this.#after(this.#blocksFrom)) {
      this.#free.push(this.#blocks.at(this.#blocksFrom));
    }
    const needed = Math.ceil(bytes / this.#blocks.size);
    if (needed > this.#free.length) return false;
    for (const block of this.#free.splice(-needed).reverse()) {
      this.#blocks.assign(this.#blocksTo, block);
      this.#blocksTo = this.#after(this.#blocksTo);
    }
    return true;
  }

  #after(position: number): number {
    return (position + this.#blocks.size) | 0;
  }
}
