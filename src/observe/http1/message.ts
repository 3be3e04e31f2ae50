import { headerValue, listMembers, type HeaderField, type MessageHead } from '../../wire/http1/head.js';
import { scanBody, type BodyScan } from '../body/body-scan.js';
import type { Direction } from '../content.js';
import type { ConversationContext, Unscanned } from '../conversation.js';
import { headerLocation } from '../header-location.js';

/** One message: its URL and header values are handed on at once, its body as it comes. */
export class HttpMessage {
  readonly #context: ConversationContext;
  readonly #direction: Direction;
  readonly #codings: readonly string[];
  #body: BodyScan | undefined;
  #started = false;

  constructor(context: ConversationContext, direction: Direction, head: MessageHead) {
    this.#context = context;
    this.#direction = direction;
    this.#codings = codingsOf(head.headers);
    if (head.kind === 'request') this.#text('url', head.target);
    for (const [name, value] of head.headers) this.#text(headerLocation(name), value);
  }

  /** Whether further body bytes would be scanned. */
  get open(): boolean {
    return !this.#started || this.#body?.open === true;
  }

  /** Takes bytes of the body, without chunk framing. */
  data(bytes: Uint8Array, unscanned: Unscanned): void {
    if (!this.#started) this.#startBody();
    if (this.#body === undefined) unscanned.unparsed += bytes.length;
    else unscanned.truncated += this.#body.write(bytes);
  }

  flush(): void {
    this.#body?.flush();
  }

  /** @param done Called once everything in the message was scanned. */
  end(done: () => void): void {
    if (this.#body === undefined) done();
    else this.#body.end(done);
  }

  #startBody(): void {
    this.#started = true;
    const { sink, maxScanBytes } = this.#context;
    this.#body = scanBody(this.#codings, this.#context.content(this.#direction, 'body'), sink, maxScanBytes);
  }

  #text(location: 'url' | `header:${string}`, value: string): void {
    if (value === '') return;
    this.#context.sink.text(this.#context.content(this.#direction, location), Buffer.from(value, 'latin1'));
  }
}

/** The codings of a body in the order in which they were applied; `chunked` is undone by the framer. */
function codingsOf(headers: readonly HeaderField[]): string[] {
  const content = listMembers(headerValue(headers, 'content-encoding'));
  const transfer = listMembers(headerValue(headers, 'transfer-encoding'));
  return [...content, ...transfer].filter((coding) => coding !== 'identity' && coding !== 'chunked');
}
