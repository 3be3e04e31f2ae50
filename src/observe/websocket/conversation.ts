import { parseExtensions } from '../../wire/websocket/extensions.js';
import type { Direction } from '../content.js';
import type { Conversation, ConversationContext, Unscanned } from '../conversation.js';
import { WebSocketDirection } from './direction.js';

/** A WebSocket in both directions, after its handshake (RFC 6455, RFC 7692). */
export class WebSocketConversation implements Conversation {
  readonly #directions: Readonly<Record<Direction, WebSocketDirection>>;
  readonly #unscanned: Unscanned = { truncated: 0, unparsed: 0 };

  /** @param extensions The `Sec-WebSocket-Extensions` field of the server's answer. */
  constructor(context: ConversationContext, extensions: string | undefined) {
    const { deflate, others } = parseExtensions(extensions);
    const outbound = deflate && { resets: deflate.clientNoContextTakeover };
    const inbound = deflate && { resets: deflate.serverNoContextTakeover };
    this.#directions = {
      outbound: new WebSocketDirection(context, 'outbound', outbound),
      inbound: new WebSocketDirection(context, 'inbound', inbound),
    };
    const [other] = others;
    if (other !== undefined) this.#directions.outbound.broken = `extension ${other}`;
  }

  get broken(): string | undefined {
    return this.#directions.outbound.broken ?? this.#directions.inbound.broken;
  }

  get pending(): number {
    return (this.#directions.outbound.busy ? 1 : 0) + (this.#directions.inbound.busy ? 1 : 0);
  }

  bytes(direction: Direction, bytes: Uint8Array): Unscanned {
    this.#unscanned.truncated = 0;
    this.#unscanned.unparsed = 0;
    const side = this.#directions[direction];
    if (side.broken === undefined) side.feed(bytes, this.#unscanned);
    if (side.broken !== undefined) this.#unscanned.unparsed = bytes.length - this.#unscanned.truncated;
    return this.#unscanned;
  }

  skip(direction: Direction, count: number): boolean {
    this.#directions[direction].skip(count);
    return this.#directions[direction].broken === undefined;
  }

  unneeded(): number {
    return 0;
  }

  end(direction: Direction): void {
    this.#directions[direction].end();
  }

  idle(): void {
    this.#directions.outbound.flush();
    this.#directions.inbound.flush();
  }
}
