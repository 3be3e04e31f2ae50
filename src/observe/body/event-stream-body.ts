import { SseParser } from '../../wire/sse/parser.js';
import type { Content, ContentSink } from '../content.js';
import { DeltaJoiner } from '../model/delta-joiner.js';
import type { BodyConsumer } from './consumer.js';
import { BudgetedStream, type ScanBudget } from './scan-budget.js';

/**
 * Server-sent events: the bytes are scanned as they are, and what models say piece by piece is joined and scanned once
 * more as the text that it becomes.
 */
export class EventStreamBody implements BodyConsumer {
  readonly #raw: BudgetedStream;
  readonly #joiner: DeltaJoiner;
  readonly #parser: SseParser;

  constructor(sink: ContentSink, content: Content, budget: ScanBudget) {
    this.#raw = new BudgetedStream(sink, content, budget);
    // The joined text is part of what was counted already, so it has a budget of its own.
    this.#joiner = new DeltaJoiner(sink, { ...content, location: 'event' }, { left: budget.left });
    this.#parser = new SseParser(({ data, complete }) => {
      if (complete) this.#joiner.take(data);
    });
  }

  write(bytes: Uint8Array): number {
    const unscanned = this.#raw.write(bytes);
    if (unscanned < bytes.length) this.#parser.feed(bytes);
    return unscanned;
  }

  flush(): void {
    // The joined text first: a finding then says that it stands in a tool call, not only somewhere in the body.
    this.#joiner.flush();
    this.#raw.flush();
  }

  end(done: () => void): void {
    this.#parser.finish();
    this.#joiner.end();
    this.#raw.end();
    done();
  }
}
