import { headerValue, type HeaderField } from '../../wire/http1/head.js';
import { parseParameter, splitOutsideQuotes } from '../../wire/http1/quoted-string.js';
import { boundaryOf } from '../../wire/multipart/boundary.js';
import { MultipartParser } from '../../wire/multipart/parser.js';
import type { Content, ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import type { BodyConsumer } from './consumer.js';
import { codingsOf } from './codings.js';
import { decodedBody } from './encoded-body.js';
import { Endings } from './endings.js';
import { fileBody } from './packed-body.js';
import { BudgetedStream, type ScanBudget } from './scan-budget.js';

/** Multipart bodies in multipart bodies that are gone into; mail and forms have one or two. */
const MAX_DEPTH = 4;

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
  readonly #depth: number;
  #part: BodyConsumer | undefined;
  readonly #endings = new Endings();
  /** What is not in any part, and everything once the body turns out not to be multipart. */
  readonly #rest: BudgetedStream;
  #unscanned = 0;

  /** @param depth In how many others it stands. */
  constructor(boundary: string, sink: ContentSink, content: Content, budget: ScanBudget, late: Unscanned, depth = 0) {
    this.#late = late;
    this.#depth = depth;
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
    const field = this.#content.direction === 'outbound' ? formFieldOf(fields) : undefined;
    for (const [name, value] of fields) {
      // A line of any other kind is one text to those who do not take the body apart.
      if (!STANDARD_FIELD.test(name)) this.#text(`${name}: ${value}`);
      else if (value !== '' && (field === undefined || !isDisposition(name))) this.#text(value);
    }
    const { agent } = this.#content.flow;
    this.#part = decodedBody(codingsOf(fields), this.#partBody(fields, field), this.#budget, this.#late, agent);
  }

  #partBody(fields: readonly HeaderField[], field: string | undefined): BodyConsumer {
    const boundary = this.#depth < MAX_DEPTH ? boundaryOf(headerValue(fields, 'content-type') ?? '') : undefined;
    return boundary === undefined
      ? fileBody(this.#sink, this.#content, this.#budget, this.#late, field)
      : new MultipartBody(boundary, this.#sink, this.#content, this.#budget, this.#late, this.#depth + 1);
  }

  #text(text: string): void {
    this.#sink.text(this.#content, Buffer.from(text, 'latin1'));
  }
}

/** Fields of parts: all others have no meaning (RFC 2046 §5.1), and may be anything. */
const STANDARD_FIELD = /^(?:content-[a-z-]{1,20})?$/i;

const isDisposition = (name: string): boolean => name.toLowerCase() === 'content-disposition';

/**
 * The name of a form's field (RFC 7578 §4.2), when the part is no file and nothing else is said of it: such a value is
 * scanned behind its name, as in a form of the other kind.
 */
function formFieldOf(fields: readonly HeaderField[]): string | undefined {
  const [, ...parameters] = splitOutsideQuotes(headerValue(fields, 'content-disposition') ?? '', ';');
  const [[key, value] = ['', ''], ...others] = parameters.map(parseParameter);
  return key === 'name' && value !== '' && others.length === 0 ? value : undefined;
}
