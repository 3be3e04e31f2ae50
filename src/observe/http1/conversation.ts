import type { BodyLength } from '../../wire/http1/body-length.js';
import { Http1Framer } from '../../wire/http1/framer.js';
import type { MessageHead } from '../../wire/http1/head.js';
import type { Direction } from '../content.js';
import type { Conversation, ConversationContext, Unscanned } from '../conversation.js';
import { HttpMessage } from './message.js';

/** HTTP/1.x in both directions of one connection: keep-alive, pipelining, interim answers, upgrades. */
export class Http1Conversation implements Conversation {
  readonly #context: ConversationContext;
  readonly #framers: Readonly<Record<Direction, Http1Framer>>;
  readonly #messages: Record<Direction, HttpMessage | undefined> = { outbound: undefined, inbound: undefined };
  /** Methods of requests that have no final answer yet. */
  readonly #methods: string[] = [];
  readonly #unscanned: Unscanned = { truncated: 0, unparsed: 0 };
  broken: string | undefined;
  pending = 0;

  constructor(context: ConversationContext) {
    this.#context = context;
    this.#framers = {
      outbound: new Http1Framer(this.#events('outbound')),
      inbound: new Http1Framer(this.#events('inbound'), () => this.#methods[0]),
    };
  }

  bytes(direction: Direction, bytes: Uint8Array): Unscanned {
    this.#unscanned.truncated = 0;
    this.#unscanned.unparsed = 0;
    if (this.isReadable()) this.#framers[direction].feed(bytes);
    // A read in which the protocol ends counts as unread whole: better a few bytes too many than unseen ones unsaid.
    if (!this.isReadable()) this.#unscanned.unparsed = bytes.length - this.#unscanned.truncated;
    return this.#unscanned;
  }

  skip(direction: Direction, count: number): boolean {
    if (!this.isReadable()) return true;
    this.#framers[direction].skip(count);
    return this.isReadable();
  }

  /** Asked as a method, because feeding a framer changes the answer behind the compiler's back. */
  isReadable(): boolean {
    return this.broken === undefined;
  }

  unneeded(direction: Direction): number {
    return this.#messages[direction]?.open === false ? this.#framers[direction].remainingFixed : 0;
  }

  end(direction: Direction): void {
    if (this.isReadable()) this.#framers[direction].finish();
    this.#finish(direction);
  }

  idle(): void {
    this.#messages.outbound?.flush();
    this.#messages.inbound?.flush();
  }

  #events(direction: Direction): ConstructorParameters<typeof Http1Framer>[0] {
    return {
      head: (head, length) => this.#onHead(direction, head, length),
      raw: () => undefined,
      data: (bytes) => this.#messages[direction]?.data(bytes, this.#unscanned),
      end: () => this.#finish(direction),
      upgraded: () => {
        this.broken ??= 'upgraded to another protocol';
      },
      broken: (reason) => {
        this.broken ??= reason;
        this.#finish(direction);
      },
    };
  }

  #onHead(direction: Direction, head: MessageHead, length: BodyLength): void {
    if (head.kind === 'request') this.#methods.push(head.method);
    else if (head.status >= 200 || head.status === 101) this.#methods.shift();
    if (length.kind === 'upgraded') this.broken ??= 'upgraded to another protocol';
    this.#messages[direction] = new HttpMessage(this.#context, direction, head);
  }

  #finish(direction: Direction): void {
    const message = this.#messages[direction];
    if (message === undefined) return;
    this.#messages[direction] = undefined;
    this.pending++;
    message.end(() => this.pending--);
  }
}
