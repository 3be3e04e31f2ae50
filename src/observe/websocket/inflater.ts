import { constants, createInflateRaw, type InflateRaw } from 'node:zlib';
import { unpacking } from '../unpacking.js';

/** Receives the messages of an {@link Inflater}, each in order. */
export interface InflaterEvents {
  /** Returns how many of the bytes will not be scanned. */
  data(bytes: Uint8Array): number;
  /** So many compressed bytes were inflated, and not all that they became was scanned. */
  truncated(bytes: number): void;
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

/** Compressed bytes of a message. */
interface BytesStep {
  readonly kind: 'bytes';
  readonly bytes: Buffer;
  readonly isThrough: () => void;
}

/** What is to be inflated. Each counts as at work until it is through: messages of a byte come by the million. */
type Step = BytesStep | { readonly kind: 'end'; readonly isThrough: () => void };

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
  #inflate: InflateRaw;
  /** Bytes that the present inflater was given. */
  #given = 0;
  readonly #steps: Step[] = [];
  /** What is being inflated. */
  #step: Step | undefined;
  #failed = false;
  #messageBytes = 0;
  /** Whether the step at hand led to bytes that are not scanned. */
  #cut = false;
  /** Compressed bytes that were taken and are not inflated yet. */
  #waiting = 0;

  /**
   * @param resets Whether each message starts with an empty window.
   * @param maxScanBytes Bytes of a message that are scanned.
   */
  constructor(resets: boolean, maxScanBytes: number, events: InflaterEvents) {
    this.#events = events;
    this.#resets = resets;
    this.#limit = maxScanBytes * MAX_EXPANSION;
    this.#inflate = this.#createInflate();
  }

  /** Messages or parts of them that are not through yet. */
  get busy(): boolean {
    return this.#step !== undefined;
  }

  write(bytes: Uint8Array): void {
    this.#waiting += bytes.length;
    this.#push({ kind: 'bytes', bytes: Buffer.from(bytes), isThrough: unpacking.begin() });
  }

  endMessage(): void {
    this.#push({ kind: 'end', isThrough: unpacking.begin() });
  }

  /** Frees what it holds, once it is no longer {@link busy}; nothing may be written after that. */
  close(): void {
    this.#failed = true;
    this.#dispose();
  }

  #push(step: Step): void {
    if (this.#failed) {
      step.isThrough();
      return;
    }
    this.#steps.push(step);
    if (!this.busy) this.#next();
  }

  /** One step after the other: output that comes before a step is done belongs to that step's message. */
  #next(): void {
    if (this.#failed) return;
    const step = this.#steps.shift();
    this.#step = step;
    if (step === undefined) {
      this.#events.idle();
      return;
    }
    if (step.kind === 'bytes') {
      this.#given += step.bytes.length;
      this.#inflate.write(step.bytes, () => this.#onInflated(step));
      return;
    }
    this.#given += TAIL.length;
    this.#inflate.write(TAIL, () => {
      if (this.#failed) return;
      // The tail itself is no byte of the connection, but what came with it may be the first that is not scanned.
      if (this.#cut) this.#events.truncated(1);
      this.#cut = false;
      if (this.#beyondEnd() > 0) this.#startOver();
      else if (this.#resets) this.#inflate.reset();
      this.#messageBytes = 0;
      step.isThrough();
      this.#events.messageEnd();
      this.#next();
    });
  }

  #onInflated(step: BytesStep): void {
    if (this.#failed) return;
    const { bytes } = step;
    const rest = this.#beyondEnd();
    this.#waiting -= bytes.length - rest;
    if (this.#cut) this.#events.truncated(bytes.length - rest);
    this.#cut = false;
    if (rest > 0) {
      this.#startOver();
      this.#steps.unshift({ ...step, bytes: bytes.subarray(bytes.length - rest) });
    } else {
      step.isThrough();
    }
    this.#next();
  }

  /** Bytes that the inflater did not want, because a block was marked as the last one. */
  #beyondEnd(): number {
    return this.#given - this.#inflate.bytesWritten;
  }

  /** A sender may end with a last block (RFC 7692 §7.2.3.4), and behind it all starts anew. */
  #startOver(): void {
    this.#dispose();
    this.#inflate = this.#createInflate();
    this.#given = 0;
  }

  #createInflate(): InflateRaw {
    const inflate = createInflateRaw({ flush: constants.Z_SYNC_FLUSH });
    inflate.on('data', (bytes: Buffer) => this.#onData(bytes));
    inflate.on('error', () => this.#fail());
    return inflate;
  }

  #dispose(): void {
    this.#inflate.removeAllListeners();
    this.#inflate.on('error', () => undefined);
    this.#inflate.destroy();
  }

  #onData(bytes: Buffer): void {
    if (this.#failed) return;
    this.#messageBytes += bytes.length;
    if (this.#messageBytes > this.#limit) this.#fail();
    else if (this.#events.data(bytes) > 0) this.#cut = true;
  }

  #fail(): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#step?.isThrough();
    for (const { isThrough } of this.#steps.splice(0)) isThrough();
    this.#step = undefined;
    this.#inflate.destroy();
    this.#events.failed(Math.max(1, this.#waiting));
  }
}
