import type { MessageHead } from './head.js';

/** Longer heads are parsed each time, in bytes: one is kept for each direction of a connection. */
const MAX_BYTES = 4_096;
/** Room is made in these steps, in bytes, so that a head a little longer fits where the last one was. */
const STEP_BYTES = 256;

/**
 * The last head of one direction of a connection. Clients send the same one again and again on a connection that they
 * keep, and servers answer with the same one for as long as their clock shows the same second; parsing it costs more than
 * everything else that is done with a small message.
 */
export class RepeatedHead {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #head: MessageHead | undefined;

  /** The head that was kept, when these are its bytes. */
  of(raw: Buffer): MessageHead | undefined {
    if (this.#head === undefined || raw.length !== this.#length) return undefined;
    return raw.compare(this.#bytes, 0, this.#length) === 0 ? this.#head : undefined;
  }

  /** Keeps a head instead of the last one. @param raw Its bytes; they are copied. */
  keep(head: MessageHead, raw: Uint8Array): void {
    if (head === this.#head || raw.length > MAX_BYTES) return;
    if (raw.length > this.#bytes.length) {
      this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(raw.length / STEP_BYTES) * STEP_BYTES);
    }
    this.#bytes.set(raw);
    this.#length = raw.length;
    this.#head = head;
  }
}
