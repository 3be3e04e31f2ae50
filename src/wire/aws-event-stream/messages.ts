import { GrowingBytes } from '../http1/growing-bytes.js';

/** Largest message whose payload is told, in bytes; larger ones are passed over. */
const MAX_MESSAGE_BYTES = 512 * 1024;

const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;

type State = 'message' | 'passing' | 'broken';

/**
 * Finds the payloads of the messages in an event stream of AWS (`application/vnd.amazon.eventstream`), fed with any cut of
 * its bytes. Checksums and headers are passed over.
 *
 *     total length (4 octets, big-endian)  length of headers (4)  checksum (4)  headers  payload  checksum (4)
 *
 * Source: "Event stream encoding" in the developer guide of Amazon Transcribe; Bedrock streams the same way.
 */
export class AwsEventStream {
  readonly #payload: (payload: Uint8Array) => void;
  readonly #held = new GrowingBytes();
  #state: State = 'message';
  #needed = PRELUDE_BYTES;
  #passing = 0;

  /** @param payload Is given each payload, valid only during the call. */
  constructor(payload: (payload: Uint8Array) => void) {
    this.#payload = payload;
  }

  /** Takes the next bytes of the stream. What is no message ends it: nothing further is told. */
  feed(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && this.#state !== 'broken';) {
      if (this.#state === 'passing') {
        const pass = Math.min(this.#passing, chunk.length - at);
        this.#passing -= pass;
        at += pass;
        if (this.#passing === 0) this.#startMessage();
        continue;
      }
      const end = Math.min(chunk.length, at + this.#needed - this.#held.length);
      this.#held.append(chunk, at, end);
      at = end;
      if (this.#held.length === this.#needed) this.#take(this.#held.view());
    }
  }

  #take(held: Buffer): void {
    const total = held.readUInt32BE(0);
    const start = PRELUDE_BYTES + held.readUInt32BE(4);
    if (held.length > PRELUDE_BYTES) {
      if (total - CHECKSUM_BYTES > start) this.#payload(held.subarray(start, total - CHECKSUM_BYTES));
      this.#startMessage();
    } else if (start + CHECKSUM_BYTES > total) {
      this.#state = 'broken';
      this.#held.clear();
    } else if (total > MAX_MESSAGE_BYTES) {
      this.#state = 'passing';
      this.#passing = total - PRELUDE_BYTES;
      this.#held.clear();
    } else {
      this.#needed = total;
    }
  }

  #startMessage(): void {
    this.#state = 'message';
    this.#needed = PRELUDE_BYTES;
    this.#held.clear();
  }
}
