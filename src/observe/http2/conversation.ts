import type { HeaderField } from '../../wire/http1/head.js';
import { Http2Connection } from '../../wire/http2/connection.js';
import type { Http2Request } from '../../wire/http2/message.js';
import type { Direction } from '../content.js';
import type { Conversation, ConversationContext, Unscanned } from '../conversation.js';
import { askedBy } from '../http/asked.js';
import { HttpMessage } from '../http/message.js';
import { MessageStart, type HeadParts } from '../http/message-start.js';
import { websocketContext } from '../http1/conversation.js';
import { WebSocketConversation } from '../websocket/conversation.js';
import { openStreams } from './open-streams.js';

/** One request with its answer. */
interface Exchange {
  readonly outbound: HttpMessage;
  /** Of the fields of the request, those that the answer is read by. */
  readonly asked: readonly HeaderField[];
  inbound: HttpMessage | undefined;
  /**
   * What a CONNECT asks for: WebSocket (RFC 8441), or anything else (RFC 9113 §8.5, RFC 9298), of which it is not known what
   * its DATA carries, TLS mostly. Undefined for every other request.
   */
  readonly wants: 'websocket' | 'tunnel' | undefined;
  /** Of a tunnel: the server has agreed. */
  isTunnel: boolean;
  /** Of WebSocket, once the server has agreed. */
  websocket: WebSocketConversation | undefined;
}

/** HTTP/2 in both directions of one connection, its streams apart (RFC 9113); gRPC is HTTP/2 with a body of its own. */
export class Http2Conversation implements Conversation {
  readonly #context: ConversationContext;
  readonly #connection: Http2Connection;
  readonly #exchanges = new Map<number, Exchange>();
  /** Per stream, what gives its place back. */
  readonly #places = new Map<number, () => void>();
  readonly #unscanned: Unscanned = { truncated: 0, unparsed: 0 };
  /** Sides that cannot be read any more, and why. */
  readonly #broken: Record<Direction, string | undefined> = { outbound: undefined, inbound: undefined };
  #pending = 0;

  constructor(context: ConversationContext) {
    this.#context = context;
    this.#connection = new Http2Connection(
      {
        request: (id, request) => {
          this.#exchanges.set(id, this.#exchange(request));
        },
        informational: (_id, { fields }) => this.#inboundHead(fields),
        response: (id, { status, fields }) => this.#onResponse(id, status, fields),
        trailers: (side, id, { fields }) => {
          const exchange = this.#exchanges.get(id);
          (side === 'outbound' ? exchange?.outbound : exchange?.inbound)?.trailers(fields);
        },
        // A pushed request is the server's own words: it reaches the client and was never sent by it.
        push: (_id, promised, request) => {
          const target = request.path ?? '';
          const outbound = this.#message('inbound', { target, words: wordsOf(request), headers: request.fields });
          this.#exchanges.set(promised, exchangeOf(outbound, request.fields));
        },
        data: (side, id, slice) => this.#onData(side, id, slice),
        dataLost: () => undefined,
        end: (side, id) => this.#onEnd(side, id),
        reset: () => undefined,
        closed: (id) => this.#onClosed(id),
        goaway: (side, _last, _code, debug) => {
          if (debug.length > 0) context.sink.text(context.content(side, 'frame'), debug);
        },
        unseen: (_side, bytes) => (this.#unscanned.unparsed += bytes),
        broken: (side, reason) => (this.#broken[side] ??= `HTTP/2: ${reason}`),
      },
      (id) => this.#takePlace(id),
    );
  }

  get broken(): string | undefined {
    return this.#broken.outbound ?? this.#broken.inbound;
  }

  get pending(): number {
    let websockets = 0;
    for (const { websocket } of this.#exchanges.values()) websockets += websocket?.pending ?? 0;
    return this.#pending + websockets;
  }

  bytes(direction: Direction, bytes: Uint8Array): Unscanned {
    this.#unscanned.truncated = 0;
    this.#unscanned.unparsed = 0;
    if (this.#broken[direction] === undefined) this.#read(direction, (connection) => connection.feed(direction, bytes));
    if (this.#isBroken(direction)) this.#unscanned.unparsed = bytes.length - this.#unscanned.truncated;
    this.#unscanned.unparsed = Math.min(this.#unscanned.unparsed, bytes.length);
    return this.#unscanned;
  }

  skip(direction: Direction, count: number): boolean {
    if (this.#broken[direction] === undefined) this.#read(direction, (connection) => connection.skip(direction, count));
    // There is no finding the place again without the header tables; the rest is counted as it comes.
    return true;
  }

  unneeded(): number {
    return 0;
  }

  end(direction: Direction): void {
    // A header block that never ended was not looked at.
    this.#context.late.unparsed += this.#connection.waiting(direction);
    this.#connection.finish(direction);
  }

  idle(): void {
    for (const { outbound, inbound, websocket } of this.#exchanges.values()) {
      outbound.flush();
      inbound?.flush();
      websocket?.idle();
    }
  }

  #read(direction: Direction, step: (connection: Http2Connection) => void): void {
    const waiting = this.#connection.waiting(direction);
    step(this.#connection);
    // What waited for its end in earlier reads counted as seen until now.
    if (this.#isBroken(direction)) this.#context.late.unparsed += waiting;
  }

  #isBroken(direction: Direction): boolean {
    return this.#broken[direction] !== undefined;
  }

  #takePlace(id: number): boolean {
    const { agent } = this.#context.content('outbound', 'body').flow;
    const giveBack = openStreams.take(agent, 1);
    if (giveBack === undefined) this.#context.late.reason ??= 'too many streams at a time';
    else this.#places.set(id, giveBack);
    return giveBack !== undefined;
  }

  #exchange(request: Http2Request): Exchange {
    const { path, authority, fields, method, protocol } = request;
    const headers = authority === undefined ? fields : [['host', authority] as const, ...fields];
    const outbound = this.#message('outbound', { target: path ?? authority, words: wordsOf(request), headers });
    const wants = method !== 'CONNECT' ? undefined : protocol === 'websocket' ? 'websocket' : 'tunnel';
    return exchangeOf(outbound, fields, wants);
  }

  /** The head of an answer, its values handed on by being made. */
  #inboundHead(headers: readonly HeaderField[], asked?: readonly HeaderField[]): HttpMessage {
    return this.#message('inbound', { target: undefined, words: [], headers }, asked);
  }

  #message(direction: Direction, head: HeadParts, asked?: readonly HeaderField[]): HttpMessage {
    return new HttpMessage(this.#context, direction, new MessageStart(direction, head), asked);
  }

  #onResponse(id: number, status: number, fields: readonly HeaderField[]): void {
    const exchange = this.#exchanges.get(id);
    const inbound = this.#inboundHead(fields, exchange?.asked);
    if (exchange === undefined) return;
    exchange.inbound = inbound;
    if (status < 200 || status >= 300) return;
    exchange.isTunnel = exchange.wants === 'tunnel';
    if (exchange.wants !== 'websocket') return;
    const extensions = fields.find(([name]) => name === 'sec-websocket-extensions')?.[1];
    exchange.websocket = new WebSocketConversation(websocketContext(this.#context), extensions);
  }

  #onData(side: Direction, id: number, slice: Uint8Array): void {
    const exchange = this.#exchanges.get(id);
    if (exchange?.websocket !== undefined) {
      const { truncated, unparsed } = exchange.websocket.bytes(side, slice);
      this.#unscanned.truncated += truncated;
      this.#unscanned.unparsed += unparsed;
      return;
    }
    const message = side === 'outbound' ? exchange?.outbound : exchange?.inbound;
    if (message === undefined) this.#unscanned.unparsed += slice.length;
    else if (side === 'outbound' ? exchange?.wants === 'tunnel' : exchange?.isTunnel === true) {
      this.#tunnelled(message, slice);
    } else message.data(slice, this.#unscanned);
  }

  /** Looked at as the bytes that they are, and none of them counts as seen. */
  #tunnelled(message: HttpMessage, slice: Uint8Array): void {
    message.data(slice, { truncated: 0, unparsed: 0 });
    this.#unscanned.unparsed += slice.length;
    this.#context.late.reason ??= 'a tunnel inside of HTTP/2';
  }

  #onEnd(side: Direction, id: number): void {
    const exchange = this.#exchanges.get(id);
    if (exchange === undefined) return;
    exchange.websocket?.end(side);
    this.#finish(side === 'outbound' ? exchange.outbound : exchange.inbound);
  }

  #onClosed(id: number): void {
    this.#places.get(id)?.();
    this.#places.delete(id);
    const exchange = this.#exchanges.get(id);
    if (exchange === undefined) return;
    exchange.websocket?.end('outbound');
    exchange.websocket?.end('inbound');
    this.#finish(exchange.outbound);
    this.#finish(exchange.inbound);
    this.#exchanges.delete(id);
  }

  /** Ending twice is harmless: a message knows whether it has ended. */
  #finish(message: HttpMessage | undefined): void {
    if (message === undefined) return;
    this.#pending++;
    message.end(() => this.#pending--);
  }
}

/** @param fields Of the request. */
function exchangeOf(outbound: HttpMessage, fields: readonly HeaderField[], wants?: Exchange['wants']): Exchange {
  return { outbound, asked: askedBy(fields), inbound: undefined, wants, isTunnel: false, websocket: undefined };
}

function wordsOf({ method, scheme, protocol }: Http2Request): HeadParts['words'] {
  return [method, scheme, protocol];
}
