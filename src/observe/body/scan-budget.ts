import type { Content, ContentSink, ContentStream } from '../content.js';

/** How many bytes of a message may still be scanned, shared by all that it is taken apart into. */
export interface ScanBudget {
  left: number;
  /** The same for what comes out of packed files in it; theirs alone, made for the first of them. */
  unpacked?: ScanBudget;
}

/** One stream of content under a budget: what goes beyond it is counted and not scanned. */
export class BudgetedStream {
  readonly #sink: ContentSink;
  readonly #content: Content;
  readonly #budget: ScanBudget;
  #stream: ContentStream | undefined;

  constructor(sink: ContentSink, content: Content, budget: ScanBudget) {
    this.#sink = sink;
    this.#content = content;
    this.#budget = budget;
  }

  /** Returns how many of the bytes will not be scanned. */
  write(bytes: Uint8Array): number {
    const take = Math.min(bytes.length, this.#budget.left);
    if (take > 0) {
      this.#budget.left -= take;
      this.#stream ??= this.#sink.stream(this.#content);
      this.#stream.write(take === bytes.length ? bytes : bytes.subarray(0, take));
    }
    return bytes.length - take;
  }

  /** What came so far is looked at without waiting for more. */
  flush(): void {
    this.#stream?.flush();
  }

  end(): void {
    this.#stream?.end();
    this.#stream = undefined;
  }
}
