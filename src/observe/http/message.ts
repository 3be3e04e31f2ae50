import type { HeaderField } from '../../wire/http1/head.js';
import { scanBody } from '../body/body-scan.js';
import type { BodyConsumer } from '../body/consumer.js';
import type { ScanBudget } from '../body/scan-budget.js';
import type { Content, Direction } from '../content.js';
import type { ConversationContext, Unscanned } from '../conversation.js';
import { headerLocation } from './header-location.js';
import { isSignIn } from './sign-in.js';

/** What a message says before its body, in whatever version of HTTP. */
export interface MessageStart {
  /** The URL of a request as it was sent; undefined in a response. */
  readonly target: string | undefined;
  /** What else stands in the start line or its pseudo-fields: the method and scheme, the reason phrase. */
  readonly words: readonly (string | undefined)[];
  readonly headers: readonly HeaderField[];
}

const HOST = 'host';
/** A host as clients write it; anything else in its field is looked at as it stands, because case tells in a secret. */
const PLAIN_HOST = /^[a-z0-9.:_[\]-]*$/;
/** Methods, schemes and reason phrases as they are registered; who sends others may have something else to say. */
const PLAIN_WORD = /^[A-Za-z' -]{0,31}$/;
/** Shorter names of fields hold no secret that can be told from a name. */
const MIN_TELLING_NAME = 20;

/** One message: its URL and header values are handed on at once, its body as it comes. */
export class HttpMessage {
  readonly #context: ConversationContext;
  readonly #direction: Direction;
  readonly #headers: readonly HeaderField[];
  readonly #target: string | undefined;
  readonly #budget: ScanBudget;
  #body: BodyConsumer | undefined;
  #started = false;

  constructor(context: ConversationContext, direction: Direction, { target, words, headers }: MessageStart) {
    this.#context = context;
    this.#direction = direction;
    this.#headers = headers;
    this.#target = target;
    this.#budget = { left: context.maxScanBytes };
    this.#hand(headers, target, words);
  }

  /** Whether further body bytes would be scanned. */
  get open(): boolean {
    return this.#budget.left > 0;
  }

  /** Hands on the values of trailers. */
  trailers(headers: readonly HeaderField[]): void {
    this.#hand(headers);
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
    const body = this.#context.content(this.#direction, 'body');
    const signsIn = this.#target !== undefined && isSignIn(this.#target);
    const content: Content = signsIn ? { ...body, signsIn } : body;
    this.#body = scanBody(this.#headers, content, this.#context.sink, this.#budget, this.#context.late);
  }

  #hand(all: readonly HeaderField[], target?: string, words: MessageStart['words'] = []): void {
    const outbound = this.#direction === 'outbound';
    const headers = outbound ? this.#withoutHost(all) : all;
    const values = headers.map(([, value]) => value);
    if (target !== undefined) values.unshift(target);
    const first = target === undefined ? 0 : 1;
    const locations = (index: number): Content['location'] =>
      index < first ? 'url' : headerLocation(headers[index - first]?.[0] ?? '');
    for (const word of words) if (word !== undefined && !PLAIN_WORD.test(word)) values.push(word);
    if (outbound) for (const [name] of headers) if (isTellingName(name)) values.push(name);
    this.#context.sink.texts(values, (index) => this.#context.content(this.#direction, locations(index)));
  }

  /** A Host field is a name, which is looked at once for a connection. */
  #withoutHost(headers: readonly HeaderField[]): readonly HeaderField[] {
    const { names, sink } = this.#context;
    return headers.filter(([field, value]) => {
      if (field.length !== HOST.length || field.toLowerCase() !== HOST) return true;
      const name = names.note(value);
      if (name !== undefined) sink.name(this.#context.content('outbound', headerLocation(HOST)), name);
      return !PLAIN_HOST.test(value);
    });
  }
}

/** Whether the name of a field is none that is known, and long enough to be a secret itself. */
function isTellingName(name: string): boolean {
  return name.length >= MIN_TELLING_NAME && headerLocation(name) === headerLocation('');
}
