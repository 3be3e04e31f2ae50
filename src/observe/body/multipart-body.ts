import type { HeaderField } from '../../wire/http1/head.js';
import { MultipartParser } from '../../wire/multipart/parser.js';
import type { Content, ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import type { BodyConsumer } from './consumer.js';
import { Endings } from './endings.js';
import { fileBody } from './packed-body.js';
import { BudgetedStream, type ScanBudget } from './scan-budget.js';

/**
 * A multipart body: each part is a text of its own, so that what stands at the start or end of one is not joined with
 * the delimiter beside it. File names and what stands outside of all parts are scanned too.
 */
export class MultipartBody implements BodyConsumer {
  readonly #sink: ContentSink;
  readonly #content: Content;
  readonly #budget: ScanBudget;
  readonly #parser: MultipartParser;
  readonly #late: Unscanned;
  #part: BodyConsumer | undefined;
  readonly #endings = new Endings();
  /** What is not in any part, and everything once the body turns out not to be multipart. */
  readonly #rest: BudgetedStream;
  #unscanned = 0;

  constructor(boundary: string, sink: ContentSink, content: Content, budget: ScanBudget, late: Unscanned) {
    this.#late = late;
    this.#sink = sink;
    this.#content = content;
    this.#budget = budget;
    this.#rest = new BudgetedStream(sink, content, budget);
    this.#parser = new MultipartParser(boundary, {
      partHeaders: (fields) => this.#onHeaders(fields),
      partData: (slice) => {
        this.#unscanned += this.#part?.write(slice) ?? 0;
      },
      partEnd: () => this.#endPart(),
      outside: (slice) => {
        this.#unscanned += this.#rest.write(slice);
      },
      done: () => undefined,
      broken: () => undefined,
    });
  }

  write(bytes: Uint8Array): number {
    this.#unscanned = 0;
    this.#parser.feed(bytes);
    return Math.min(bytes.length, this.#unscanned);
  }

  flush(): void {
    this.#part?.flush();
    this.#rest.flush();
  }

  end(done: () => void): void {
    this.#parser.finish();
    this.#endPart();
    this.#rest.end();
    this.#endings.wait(done);
  }

  #endPart(): void {
    const part = this.#part;
    this.#part = undefined;
    this.#endings.end(part);
  }

  #onHeaders(fields: readonly HeaderField[]): void {
    for (const [, value] of fields) {
      if (value !== '') this.#sink.text(this.#content, Buffer.from(value, 'latin1'));
    }
    this.#part = fileBody(this.#sink, this.#content, this.#budget, this.#late);
  }
}
