import type { ContentSink } from '../content.js';
import type { Content } from '../content.js';
import { BudgetedStream, type ScanBudget } from './scan-budget.js';

/** What a decoded body is given to: it takes the body apart, if there is anything to take apart, and scans it. */
export interface BodyConsumer {
  /** Returns how many of the bytes will not be scanned. */
  write(bytes: Uint8Array): number;
  flush(): void;
  /** @param done Called once everything was scanned. */
  end(done: () => void): void;
}

/** For bytes that are not looked at here: somebody else does, or nobody can. */
export const PASSED_OVER: BodyConsumer = { write: () => 0, flush: () => undefined, end: (done) => done() };

/** A body that is scanned as it is. */
export class WholeBody implements BodyConsumer {
  readonly #stream: BudgetedStream;

  constructor(sink: ContentSink, content: Content, budget: ScanBudget) {
    this.#stream = new BudgetedStream(sink, content, budget);
  }

  write(bytes: Uint8Array): number {
    return this.#stream.write(bytes);
  }

  flush(): void {
    this.#stream.flush();
  }

  end(done: () => void): void {
    this.#stream.end();
    done();
  }
}
