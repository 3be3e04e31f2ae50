import type { HeaderField } from '../../wire/http1/head.js';
import { scanBody } from '../body/body-scan.js';
import type { BodyConsumer } from '../body/consumer.js';
import type { ScanBudget } from '../body/scan-budget.js';
import type { Content, Direction } from '../content.js';
import type { ConversationContext, Unscanned } from '../conversation.js';
import { HOST_LOCATION, MessageStart } from './message-start.js';
import { isSignIn } from './sign-in.js';

/** One message: its URL and header values are handed on at once, its body as it comes. */
export class HttpMessage {
  readonly #context: ConversationContext;
  readonly #direction: Direction;
  readonly #start: MessageStart;
  readonly #asked: readonly HeaderField[];
  readonly #budget: ScanBudget;
  #body: BodyConsumer | undefined;
  #started = false;

  /** Whether all of its start had been looked at before and was clean, to the byte. */
  readonly isStartKnown: boolean;

  /** @param asked Of an answer, the fields of the request that tell how it may be written, as far as they are known. */
  constructor(
    context: ConversationContext,
    direction: Direction,
    start: MessageStart,
    asked: readonly HeaderField[] = [],
  ) {
    this.#context = context;
    this.#asked = asked;
    this.#direction = direction;
    this.#start = start;
    this.#budget = { left: context.maxScanBytes };
    this.isStartKnown = this.#hand(start);
  }

  /** Whether further body bytes would be scanned. */
  get open(): boolean {
    return this.#budget.left > 0;
  }

  /** Hands on the values of trailers. */
  trailers(headers: readonly HeaderField[]): void {
    this.#hand(new MessageStart(this.#direction, { target: undefined, words: [], headers }));
  }

  /** Takes bytes of the body, without framing. */
  data(bytes: Uint8Array, unscanned: Unscanned): void {
    if (!this.#started) this.#startBody();
    if (this.#body === undefined) unscanned.unparsed += bytes.length;
    else unscanned.truncated += this.#body.write(bytes);
  }

  flush(): void {
    this.#body?.flush();
  }

  /**
   * The message is complete. Ending it again does nothing.
   *
   * @param done Called once everything in the message was scanned.
   */
  end(done: () => void): void {
    const body = this.#body;
    this.#body = undefined;
    if (body === undefined) done();
    else body.end(done);
  }

  #startBody(): void {
    this.#started = true;
    const { target, headers } = this.#start;
    const body = this.#context.content(this.#direction, 'body');
    const signsIn = target !== undefined && isSignIn(target);
    const content: Content = signsIn ? { ...body, signsIn } : body;
    this.#body = scanBody(headers, content, this.#context.sink, this.#budget, this.#context.late, this.#asked);
  }

  /** Hands on what stands in a start, or in trailers. Returns whether it was known, all of it. */
  #hand(start: MessageStart): boolean {
    const { names, sink } = this.#context;
    for (const host of start.hosts) {
      const name = names.note(host);
      if (name !== undefined) sink.name(this.#context.content('outbound', HOST_LOCATION), name);
    }
    return sink.texts(start.texts, (index) => this.#context.content(this.#direction, start.locationOf(index)));
  }
}
