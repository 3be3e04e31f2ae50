import type { BodyLength } from '../../wire/http1/body-length.js';
import { Http1Framer } from '../../wire/http1/framer.js';
import {
  headerValue,
  listMembers,
  type HeaderField,
  type MessageHead,
  type ResponseHead,
} from '../../wire/http1/head.js';
import { WholeBody } from '../body/consumer.js';
import type { Direction } from '../content.js';
import type { Conversation, ConversationContext, Unscanned } from '../conversation.js';
import { askedBy } from '../http/asked.js';
import { HttpMessage } from '../http/message.js';
import { MessageStart } from '../http/message-start.js';
import { WebSocketConversation } from '../websocket/conversation.js';

/** What connections are upgraded to beside WebSocket (IANA, HTTP Upgrade Tokens), and what Docker and Kubernetes do. */
const UPGRADES: readonly string[] = ['h2c', 'tls/1.0', 'connect-udp', 'connect-ip', 'tcp', 'spdy/3.1'];

interface KnownHead {
  readonly head: MessageHead;
  readonly start: MessageStart;
}

/** A request that has no final answer yet. */
interface Unanswered {
  readonly method: string;
  readonly asked: readonly HeaderField[];
}

/** HTTP/1.x in both directions of one connection: keep-alive, pipelining, interim answers, upgrades. */
export class Http1Conversation implements Conversation {
  readonly #context: ConversationContext;
  readonly #framers: Readonly<Record<Direction, Http1Framer>>;
  readonly #messages: Record<Direction, HttpMessage | undefined> = { outbound: undefined, inbound: undefined };
  /** Of the last head of each direction, when it was known, what was made of it. */
  readonly #known: Record<Direction, KnownHead | undefined> = { outbound: undefined, inbound: undefined };
  /** Requests that have no final answer yet. */
  readonly #requests: Unanswered[] = [];
  readonly #unscanned: Unscanned = { truncated: 0, unparsed: 0 };
  /** What the connection speaks after an upgrade. */
  #next: Conversation | undefined;
  #broken: string | undefined;
  /** What a server says that cannot be read: some clients repair it, so it is looked at as it is. */
  #unread: WholeBody | undefined;
  #pending = 0;

  constructor(context: ConversationContext) {
    this.#context = context;
    this.#framers = {
      outbound: new Http1Framer(this.#events('outbound'), undefined, true),
      inbound: new Http1Framer(this.#events('inbound'), () => this.#requests[0]?.method, true),
    };
  }

  get broken(): string | undefined {
    return this.#broken ?? this.#next?.broken;
  }

  get pending(): number {
    return this.#pending + (this.#next?.pending ?? 0);
  }

  bytes(direction: Direction, bytes: Uint8Array): Unscanned {
    if (this.#next !== undefined) return this.#next.bytes(direction, bytes);
    this.#unscanned.truncated = 0;
    this.#unscanned.unparsed = 0;
    if (this.#isReadable()) this.#read(direction, (framer) => framer.feed(bytes));
    // A read in which the protocol ends counts as unread whole: better a few bytes too many than unseen ones unsaid.
    if (!this.#isReadable()) {
      this.#unscanned.unparsed = bytes.length - this.#unscanned.truncated;
      // Not what leaves: there, keys in the fields where they belong could not be told from others.
      if (direction === 'inbound') this.#look(bytes);
    }
    return this.#unscanned;
  }

  skip(direction: Direction, count: number): boolean {
    if (this.#next !== undefined) return this.#next.skip(direction, count);
    if (!this.#isReadable()) {
      if (direction === 'inbound') this.#endUnread();
      return true;
    }
    this.#read(direction, (framer) => framer.skip(count));
    return this.#isReadable();
  }

  unneeded(direction: Direction): number {
    return this.#messages[direction]?.open === false ? this.#framers[direction].remainingFixed : 0;
  }

  end(direction: Direction): void {
    this.#next?.end(direction);
    // A head that never ended was not looked at.
    this.#context.late.unparsed += this.#framers[direction].waiting;
    this.#framers[direction].finish();
    this.#finish(direction);
    if (direction === 'inbound') this.#endUnread();
  }

  idle(): void {
    this.#messages.outbound?.flush();
    this.#messages.inbound?.flush();
    this.#unread?.flush();
    this.#next?.idle();
  }

  #look(bytes: Uint8Array): void {
    const { sink, maxScanBytes } = this.#context;
    this.#unread ??= new WholeBody(sink, this.#context.content('inbound', 'body'), { left: maxScanBytes });
    this.#unread.write(bytes);
  }

  #endUnread(): void {
    this.#unread?.end(() => undefined);
    this.#unread = undefined;
  }

  #read(direction: Direction, step: (framer: Http1Framer) => void): void {
    const { waiting } = this.#framers[direction];
    step(this.#framers[direction]);
    // What waited for its end in earlier reads counted as seen until now.
    if (!this.#isReadable()) this.#context.late.unparsed += waiting;
  }

  /** Asked as a method, because feeding a framer changes the answer behind the compiler's back. */
  #isReadable(): boolean {
    return this.#broken === undefined;
  }

  #events(direction: Direction): ConstructorParameters<typeof Http1Framer>[0] {
    return {
      head: (head, length, raw) => this.#onHead(direction, head, length, raw),
      raw: () => undefined,
      data: (bytes) => this.#messages[direction]?.data(bytes, this.#unscanned),
      aside: (field) => this.#messages[direction]?.trailers([field]),
      end: () => this.#finish(direction),
      upgraded: (rest) => this.#onUpgraded(direction, rest),
      broken: (reason) => {
        this.#broken ??= reason;
        this.#finish(direction);
      },
    };
  }

  #onHead(direction: Direction, head: MessageHead, length: BodyLength, raw: Uint8Array): void {
    const asked = head.kind === 'request' ? undefined : this.#requests[0]?.asked;
    if (head.kind === 'request') this.#requests.push({ method: head.method, asked: askedBy(head.headers) });
    else if (head.status >= 200 || head.status === 101) this.#requests.shift();
    const known = this.#known[direction];
    const start = known?.head === head ? known.start : startOf(direction, head);
    const message = new HttpMessage(this.#context, direction, start, asked);
    this.#messages[direction] = message;
    // Not one with a credential in it, which is never known: that is not to stay in memory.
    this.#known[direction] = message.isStartKnown ? { head, start } : undefined;
    if (message.isStartKnown) this.#framers[direction].expectAgain(head, raw);
    if (length.kind === 'upgraded' && head.kind === 'response') this.#upgrade(head);
  }

  #upgrade(head: ResponseHead): void {
    const protocols = listMembers(headerValue(head.headers, 'upgrade'));
    if (head.status !== 101 || !protocols.includes('websocket')) {
      // Only names that we know: status tells the reason to agents, and a server writes what it likes there.
      const known = UPGRADES.find((protocol) => protocols.includes(protocol));
      this.#broken ??= `upgraded to ${known ?? 'another protocol'}`;
      return;
    }
    this.#finish('outbound');
    this.#finish('inbound');
    this.#next = new WebSocketConversation(
      websocketContext(this.#context),
      headerValue(head.headers, 'sec-websocket-extensions'),
    );
    // A client that does not wait for the answer sends its first frames behind the request.
    const { truncated, unparsed } = this.#next.bytes('outbound', this.#framers.outbound.takeWaiting());
    this.#context.late.truncated += truncated;
    this.#context.late.unparsed += unparsed;
  }

  #onUpgraded(direction: Direction, rest: Uint8Array): void {
    const unscanned = this.#next?.bytes(direction, rest);
    this.#unscanned.truncated += unscanned?.truncated ?? 0;
    this.#unscanned.unparsed += unscanned?.unparsed ?? rest.length;
  }

  #finish(direction: Direction): void {
    const message = this.#messages[direction];
    if (message === undefined) return;
    this.#messages[direction] = undefined;
    this.#pending++;
    message.end(() => this.#pending--);
  }
}

function startOf(direction: Direction, head: MessageHead): MessageStart {
  const { headers } = head;
  return head.kind === 'request'
    ? new MessageStart(direction, { target: head.target, words: [head.method], headers })
    : new MessageStart(direction, { target: undefined, words: [head.reason], headers });
}

/** The same connection, its content now that of a WebSocket. */
export function websocketContext(context: ConversationContext): ConversationContext {
  return {
    ...context,
    content: (direction, location) => {
      const content = context.content(direction, location);
      return { ...content, protocol: content.protocol === 'https' ? 'wss' : 'ws' };
    },
  };
}
