import { constants, createInflateRaw } from 'node:zlib';

/** Receives the messages of an {@link Inflater}, each in order. */
export interface InflaterEvents {
  data(bytes: Uint8Array): void;
  /** The message at the head of the queue is complete. */
  messageEnd(): void;
  /** Everything that was written is through. */
  idle(): void;
  /**
   * The bytes are not what they should be, or expand without end; nothing more comes.
   *
   * @param unread How many of the compressed bytes that were taken led to nothing.
   */
  failed(unread: number): void;
}

type Step = { readonly kind: 'bytes'; readonly bytes: Buffer } | { readonly kind: 'end' };

/** The four bytes that a sender leaves out at the end of each message (RFC 7692 §7.2.1). */
const TAIL = Buffer.from([0x00, 0x00, 0xff, 0xff]);
/** A message may expand to this many times the scan limit before the connection is given up: a bomb, not a chat. */
const MAX_EXPANSION = 16;

/**
 * Undoes permessage-deflate in one direction (RFC 7692 §7.2.2). The window goes on from message to message unless the
 * sides agreed otherwise, so every message is inflated, also those that are not scanned any more.
 */
export class Inflater {
  readonly #events: InflaterEvents;
  readonly #resets: boolean;
  readonly #limit: number;
  readonly #inflate = createInflateRaw({ flush: constants.Z_SYNC_FLUSH });
  readonly #steps: Step[] = [];
  #working = false;
  #failed = false;
  #messageBytes = 0;
  /** Compressed bytes taken. */
  #taken = 0;

  /**
   * @param resets Whether each message starts with an empty window.
   * @param maxScanBytes Bytes of a message that are scanned.
   */
  constructor(resets: boolean, maxScanBytes: number, events: InflaterEvents) {
    this.#events = events;
    this.#resets = resets;
    this.#limit = maxScanBytes * MAX_EXPANSION;
    this.#inflate.on('data', (bytes: Buffer) => this.#onData(bytes));
    this.#inflate.on('error', () => this.#fail());
  }

  /** Messages or parts of them that are not through yet. */
  get busy(): boolean {
    return this.#working;
  }

  write(bytes: Uint8Array): void {
    this.#taken += bytes.length;
    this.#push({ kind: 'bytes', bytes: Buffer.from(bytes) });
  }

  endMessage(): void {
    this.#push({ kind: 'end' });
  }

  destroy(): void {
    this.#failed = true;
    this.#inflate.destroy();
  }

  #push(step: Step): void {
    if (this.#failed) return;
    this.#steps.push(step);
    if (!this.#working) this.#next();
  }

  /** One step after the other: output that comes before a step is done belongs to that step's message. */
  #next(): void {
    const step = this.#steps.shift();
    this.#working = step !== undefined && !this.#failed;
    if (this.#failed) return;
    if (step === undefined) {
      this.#events.idle();
      return;
    }
    if (step.kind === 'bytes') {
      this.#inflate.write(step.bytes, () => this.#next());
      return;
    }
    this.#inflate.write(TAIL);
    this.#inflate.flush(() => {
      if (this.#failed) return;
      if (this.#resets) this.#inflate.reset();
      this.#messageBytes = 0;
      this.#events.messageEnd();
      this.#next();
    });
  }

  #onData(bytes: Buffer): void {
    if (this.#failed) return;
    this.#messageBytes += bytes.length;
    if (this.#messageBytes > this.#limit) this.#fail();
    else this.#events.data(bytes);
  }

  #fail(): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#working = false;
    this.#steps.length = 0;
    const { bytesWritten } = this.#inflate;
    this.#inflate.destroy();
    this.#events.failed(Math.max(1, this.#taken - bytesWritten));
  }
}
