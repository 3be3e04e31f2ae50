import type { Unscanned } from '../conversation.js';
import type { BodyConsumer } from './consumer.js';
import { createDecoder, type Decoder } from './decoders.js';
import type { ScanBudget } from './scan-budget.js';

/** Codings that may be applied one over the other; more are not seen in honest traffic and cost work to undo. */
const MAX_CODINGS = 4;

/**
 * A body behind the decoders that its codings ask for, the last applied first.
 *
 * @param codings As listed in `Content-Encoding`, lower case, without `identity`.
 * @param late Where bytes are counted that turn out later not to have been scanned.
 * @returns the consumer itself when nothing is encoded; undefined when a coding is not known.
 */
export function decodedBody(
  codings: readonly string[],
  consumer: BodyConsumer,
  budget: ScanBudget,
  late: Unscanned,
): BodyConsumer | undefined {
  if (codings.length === 0) return consumer;
  return codings.length > MAX_CODINGS ? undefined : EncodedBody.create(codings, consumer, budget, late);
}

/** A body that is decoded before it is consumed. Decoding is bounded: a decompression bomb ends at the budget. */
export class EncodedBody implements BodyConsumer {
  readonly #consumer: BodyConsumer;
  readonly #budget: ScanBudget;
  readonly #late: Unscanned;
  #taken = 0;
  /** Encoded bytes that may still be given to the decoders: they queue what they are given. */
  #left: number;
  readonly #decoders: Decoder[] = [];
  #finished = false;
  #done: (() => void) | undefined;

  private constructor(consumer: BodyConsumer, budget: ScanBudget, late: Unscanned) {
    this.#consumer = consumer;
    this.#budget = budget;
    this.#late = late;
    this.#left = budget.left;
  }

  static create(
    codings: readonly string[],
    consumer: BodyConsumer,
    budget: ScanBudget,
    late: Unscanned,
  ): EncodedBody | undefined {
    const body = new EncodedBody(consumer, budget, late);
    let write = (bytes: Uint8Array): void => body.#decoded(bytes);
    let finish = (problem: string | undefined): void => {
      if (problem !== undefined) late.unparsed += body.#unread();
      body.#finish();
    };
    // The first in the list was applied first, so it is undone last: the chain is built from the scanner backwards.
    for (const coding of codings) {
      const next = { data: write, done: finish };
      const decoder = createDecoder(coding, next);
      if (decoder === undefined) {
        body.#destroy();
        return undefined;
      }
      body.#decoders.unshift(decoder);
      write = (bytes) => decoder.write(bytes);
      finish = (problem) => {
        if (problem !== undefined) late.unparsed += body.#unread();
        decoder.end();
      };
    }
    return body;
  }

  write(bytes: Uint8Array): number {
    const take = this.#finished ? 0 : Math.min(bytes.length, this.#left);
    if (take > 0) {
      this.#left -= take;
      this.#taken += take;
      this.#decoders[0]?.write(take === bytes.length ? bytes : bytes.subarray(0, take));
    }
    return bytes.length - take;
  }

  flush(): void {
    this.#consumer.flush();
  }

  end(done: () => void): void {
    if (this.#finished) {
      done();
      return;
    }
    this.#done = done;
    this.#decoders[0]?.end();
  }

  #decoded(bytes: Uint8Array): void {
    if (this.#finished) return;
    this.#consumer.write(bytes);
    if (this.#budget.left > 0) return;
    // What it would still expand to is never made.
    this.#late.truncated += this.#unread();
    this.#destroy();
    this.#finish();
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#consumer.end(() => this.#done?.());
  }

  /** Encoded bytes that were taken and led to nothing; at least one, so that the message does not count as seen. */
  #unread(): number {
    return Math.max(1, this.#taken - (this.#decoders[0]?.consumed ?? 0));
  }

  #destroy(): void {
    for (const decoder of this.#decoders) decoder.destroy();
  }
}
