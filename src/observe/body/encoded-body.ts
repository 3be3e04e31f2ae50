import type { Unscanned } from '../conversation.js';
import { openDecoders, TOO_MANY_DECODERS } from '../open-decoders.js';
import { unpacking } from '../unpacking.js';
import { PASSED_OVER, type BodyConsumer } from './consumer.js';
import { createDecoder, type Decoder } from './decoders.js';
import type { ScanBudget } from './scan-budget.js';

/** Codings that may be applied one over the other; more are not seen in honest traffic and cost work to undo. */
const MAX_CODINGS = 4;
/** Encoded bytes that are kept until a decoder has made something of them, in bytes. */
const MAX_KEPT_BYTES = 64 * 1024;

/**
 * A body behind the decoders that its codings ask for, the last applied first.
 *
 * @param codings As listed in `Content-Encoding`, lower case, without `identity`.
 * @param late Where bytes are counted that turn out later not to have been scanned.
 * @param agent The agent group whose connection it is.
 * @returns the consumer itself when nothing is encoded.
 */
export function decodedBody(
  codings: readonly string[],
  consumer: BodyConsumer,
  budget: ScanBudget,
  late: Unscanned,
  agent: string,
): BodyConsumer {
  if (codings.length === 0) return consumer;
  if (codings.length > MAX_CODINGS) return new UnreadBody(consumer, late);
  const giveBack = openDecoders.take(agent, codings.length);
  if (giveBack === undefined) {
    late.reason ??= TOO_MANY_DECODERS;
    return new UnreadBody(PASSED_OVER, late);
  }
  const encoded = EncodedBody.create(codings, consumer, budget, late, giveBack);
  if (encoded !== undefined) return encoded;
  giveBack();
  return new UnreadBody(consumer, late);
}

/**
 * A body that cannot be decoded. It counts as unread, and its bytes are looked at as they are: many clients do not know
 * codings (curl without `--compressed`, urllib) and take what comes, whatever its label says.
 */
export class UnreadBody implements BodyConsumer {
  readonly #consumer: BodyConsumer;
  readonly #late: Unscanned;

  constructor(consumer: BodyConsumer, late: Unscanned) {
    this.#consumer = consumer;
    this.#late = late;
  }

  write(bytes: Uint8Array): number {
    const unscanned = this.#consumer.write(bytes);
    this.#late.unparsed += bytes.length - unscanned;
    return unscanned;
  }

  flush(): void {
    this.#consumer.flush();
  }

  end(done: () => void): void {
    this.#consumer.end(done);
  }
}

/** One decoder of a chain, and how much it was given. */
interface Stage {
  readonly decoder: Decoder;
  given: number;
}

/** A body that is decoded before it is consumed. Decoding is bounded: a decompression bomb ends at the budget. */
class EncodedBody implements BodyConsumer {
  readonly #consumer: BodyConsumer;
  readonly #budget: ScanBudget;
  readonly #late: Unscanned;
  /** Called when nothing more of it will be waited for; again does no harm. */
  readonly #onOver: () => void;
  /** Most bytes that any decoder is given: they queue what they are given, and expand it. */
  readonly #limit: number;
  /** The one that takes the bytes of the message comes first. */
  readonly #stages: Stage[] = [];
  /** What was taken while nothing has come out; undefined once something has. */
  #kept: Buffer[] | undefined = [];
  /** Takes the bytes instead, once it has turned out that they are not what they are said to be. */
  #unread: UnreadBody | undefined;
  /** The first decoder wants nothing more, though the message may go on. */
  #closed = false;
  /** Nothing has come since it was asked to look at what is here; decoders may still be at work on that. */
  #paused = false;
  #finished = false;
  #done: (() => void) | undefined;

  private constructor(consumer: BodyConsumer, budget: ScanBudget, late: Unscanned, onOver: () => void) {
    this.#onOver = onOver;
    this.#consumer = consumer;
    this.#budget = budget;
    this.#late = late;
    this.#limit = budget.left;
  }

  static create(
    codings: readonly string[],
    consumer: BodyConsumer,
    budget: ScanBudget,
    late: Unscanned,
    onOver: () => void,
  ): EncodedBody | undefined {
    const body = new EncodedBody(consumer, budget, late, onOver);
    let write = (bytes: Uint8Array): void => body.#decoded(bytes);
    let finish = (): void => body.#finish();
    // The first in the list was applied first, so it is undone last: the chain is built from the scanner backwards.
    for (const coding of codings) {
      const [data, next] = [write, finish];
      const decoder = createDecoder(coding, { data, done: (problem) => body.#onDone(stage, problem, next) });
      if (decoder === undefined) {
        body.#destroy();
        return undefined;
      }
      const stage: Stage = { decoder, given: 0 };
      body.#stages.unshift(stage);
      write = (bytes) => body.#give(stage, bytes);
      finish = () => decoder.end();
    }
    return body;
  }

  write(bytes: Uint8Array): number {
    if (this.#unread !== undefined) return this.#unread.write(bytes);
    const [first] = this.#stages;
    if (this.#closed || first === undefined) {
      this.#late.unparsed += bytes.length;
      return 0;
    }
    const take = this.#finished ? 0 : Math.min(bytes.length, this.#limit - first.given);
    if (take > 0) {
      this.#paused = false;
      const part = take === bytes.length ? bytes : bytes.subarray(0, take);
      this.#keep(part, first.given + take);
      this.#give(first, part);
    }
    return bytes.length - take;
  }

  flush(): void {
    this.#paused = true;
    this.#consumer.flush();
  }

  end(done: () => void): void {
    this.#paused = false;
    if (this.#finished) {
      done();
      return;
    }
    const isThrough = unpacking.begin();
    this.#onOver();
    this.#done = () => {
      isThrough();
      done();
    };
    if (this.#unread === undefined) this.#stages[0]?.decoder.end();
    else this.#finish();
  }

  #keep(bytes: Uint8Array, taken: number): void {
    if (taken > MAX_KEPT_BYTES) this.#kept = undefined;
    this.#kept?.push(Buffer.from(bytes));
  }

  #give(stage: Stage, bytes: Uint8Array): void {
    if (this.#finished) return;
    stage.given += bytes.length;
    if (stage.given <= this.#limit) stage.decoder.write(bytes);
    else this.#stop();
  }

  #decoded(bytes: Uint8Array): void {
    if (this.#finished) return;
    this.#kept = undefined;
    this.#consumer.write(bytes);
    if (this.#budget.left <= 0) this.#stop();
    else if (this.#paused && this.#stages.every(({ decoder, given }) => decoder.consumed >= given)) this.flush();
  }

  /** What it would still expand to is never made. */
  #stop(): void {
    this.#late.truncated += this.#leftOver();
    this.#destroy();
    this.#finish();
  }

  /** A decoder is through, or gave up. What stands behind the end of compressed bytes led to nothing either. */
  #onDone(stage: Stage, problem: string | undefined, next: () => void): void {
    if (this.#finished) return;
    const kept = this.#kept;
    if (problem !== undefined && kept !== undefined && kept.length > 0) {
      this.#readAsIs(kept);
      return;
    }
    if (problem !== undefined || stage.decoder.consumed < stage.given) this.#late.unparsed += this.#leftOver();
    if (stage === this.#stages[0]) this.#closed = true;
    next();
  }

  #readAsIs(kept: readonly Buffer[]): void {
    this.#destroy();
    this.#unread = new UnreadBody(this.#consumer, this.#late);
    for (const bytes of kept) this.#late.truncated += this.#unread.write(bytes);
    this.#kept = undefined;
    if (this.#done !== undefined) this.#finish();
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#onOver();
    this.#kept = undefined;
    this.#consumer.end(() => this.#done?.());
  }

  /** Encoded bytes that were taken and led to nothing; at least one, so that the message does not count as seen. */
  #leftOver(): number {
    const [first] = this.#stages;
    return first === undefined ? 1 : Math.max(1, first.given - first.decoder.consumed);
  }

  #destroy(): void {
    for (const { decoder } of this.#stages) decoder.destroy();
    this.#onOver();
  }
}
