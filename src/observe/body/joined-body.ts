import { partOf, type Content, type ContentSink } from '../content.js';
import { DeltaJoiner } from '../model/delta-joiner.js';
import type { BodyConsumer } from './consumer.js';
import { BudgetedStream, type ScanBudget } from './scan-budget.js';

/** Takes a body apart into the events that a {@link DeltaJoiner} joins. */
export interface EventReader {
  feed(bytes: Uint8Array): void;
  /** The body has ended. */
  finish(): void;
}

/**
 * A body of many events, in whatever framing: the bytes are scanned as they are, and what models say piece by piece is
 * joined and scanned once more as the text that it becomes.
 */
export class JoinedBody implements BodyConsumer {
  readonly #raw: BudgetedStream;
  readonly #joiner: DeltaJoiner;
  readonly #reader: EventReader;

  /** @param readerFor Makes what takes the body apart, given where whole events go to. */
  constructor(
    sink: ContentSink,
    content: Content,
    budget: ScanBudget,
    readerFor: (take: (event: Uint8Array) => void) => EventReader,
  ) {
    const message = partOf(content.message ?? {}, content);
    this.#raw = new BudgetedStream(sink, message, budget);
    // The joined text is part of what was counted already, so it has a budget of its own.
    this.#joiner = new DeltaJoiner(sink, { ...message, location: 'event' }, { left: budget.left });
    this.#reader = readerFor((event) => this.#joiner.take(event));
  }

  write(bytes: Uint8Array): number {
    const unscanned = this.#raw.write(bytes);
    if (unscanned < bytes.length) this.#reader.feed(bytes);
    return unscanned;
  }

  flush(): void {
    // The joined text first: a finding then says that it stands in a tool call, not only somewhere in the body.
    this.#joiner.flush();
    this.#raw.flush();
  }

  end(done: () => void): void {
    this.#reader.finish();
    this.#joiner.end();
    this.#raw.end();
    done();
  }
}
