import { WebSocketFrames } from '../../wire/websocket/frames.js';
import { partOf, type Content, type Direction } from '../content.js';
import type { ConversationContext, Unscanned } from '../conversation.js';
import { DeltaJoiner } from '../model/delta-joiner.js';
import { openDecoders, TOO_MANY_DECODERS } from '../open-decoders.js';
import { Inflater } from './inflater.js';
import { ScannedMessage } from './scanned-message.js';

/** How messages of one direction are compressed. */
export interface Compression {
  /** Whether each message starts with an empty window. */
  readonly resets: boolean;
}

/** One direction of a WebSocket: its messages are scanned one by one, and model replies are joined over messages. */
export class WebSocketDirection {
  readonly #context: ConversationContext;
  readonly #direction: Direction;
  readonly #frames: WebSocketFrames;
  readonly #compression: Compression | undefined;
  /** Made for the first compressed message: most connections that agree on compression are silent most of the time. */
  #inflater: Inflater | undefined;
  /** Gives the inflater's place back. */
  #giveBack: (() => void) | undefined;
  readonly #joiner: DeltaJoiner;
  /** What arrives is one message with all that it is read as, and all messages of one reply of a model are. */
  #message: object = {};
  #inReply = false;
  /** The message whose frames arrive now, when it is not compressed. */
  #plain: ScannedMessage | undefined;
  /** Compressed messages, the one that leaves the inflater first; plain ones may overtake them. */
  readonly #inflating: ScannedMessage[] = [];
  #compressed = false;
  #unscanned: Unscanned = { truncated: 0, unparsed: 0 };
  #ended = false;
  /** Messages that have ended and are still being unpacked. */
  #unpacking = 0;
  /** Nothing has come since it was asked to look at what is here; the inflater may still be at work on that. */
  #paused = false;
  broken: string | undefined;

  constructor(context: ConversationContext, direction: Direction, compression: Compression | undefined) {
    this.#context = context;
    this.#direction = direction;
    // Each message has its limit; what they let through of a connection that lasts for hours has none.
    this.#joiner = new DeltaJoiner(context.sink, context.content(direction, 'event'), { left: Infinity });
    this.#compression = compression;
    this.#frames = new WebSocketFrames({
      messageStart: (message) => this.#onStart(message),
      messageData: (slice) => {
        if (this.#compressed) this.#inflater?.write(slice);
        else this.#unscanned.truncated += this.#plain?.write(slice) ?? 0;
      },
      // The window behind lost bytes is not known any more.
      messageLost: () => {
        if (this.#compressed) this.broken ??= 'bytes lost';
      },
      messageEnd: () => {
        if (this.#compressed) this.#inflater?.endMessage();
        else this.#endPlain();
      },
      control: (_opcode, payload) => {
        if (payload.length > 0) context.sink.text(context.content(direction, 'frame'), payload);
      },
      broken: (reason) => (this.broken ??= reason),
    });
  }

  /** Whether the inflater is still at work, or what unpacks a message. */
  get busy(): boolean {
    return this.#inflater?.busy === true || this.#unpacking > 0;
  }

  feed(bytes: Uint8Array, unscanned: Unscanned): void {
    this.#unscanned = unscanned;
    this.#paused = false;
    this.#frames.feed(bytes);
  }

  skip(count: number): void {
    this.#frames.skip(count);
  }

  flush(): void {
    this.#paused = true;
    this.#plain?.flush();
    this.#inflating[0]?.flush();
    this.#joiner.flush();
  }

  end(): void {
    this.#frames.finish();
    this.#ended = true;
    this.#settle();
  }

  #onStart({ compressed }: { compressed: boolean }): void {
    this.#compressed = compressed;
    if (compressed) this.#openInflater();
    // Of either kind: Gemini's Live interface sends its JSON in binary messages.
    const message = new ScannedMessage(this.#context, () => this.#contentOfMessage(), this.#joiner);
    if (compressed) this.#inflating.push(message);
    else this.#plain = message;
  }

  #openInflater(): void {
    if (this.#inflater !== undefined || this.broken !== undefined) return;
    if (this.#compression === undefined) {
      this.broken = 'compressed without agreement';
      return;
    }
    const { agent } = this.#context.content(this.#direction, 'frame').flow;
    this.#giveBack = openDecoders.take(agent, 1);
    if (this.#giveBack === undefined) this.broken = TOO_MANY_DECODERS;
    else this.#inflater = this.#createInflater(this.#compression);
  }

  #createInflater({ resets }: Compression): Inflater {
    return new Inflater(resets, this.#context.maxScanBytes, {
      data: (bytes) => this.#inflating[0]?.write(bytes) ?? 0,
      truncated: (bytes) => (this.#context.late.truncated += bytes),
      messageEnd: () => this.#endMessage(this.#inflating.shift()),
      idle: () => {
        this.#settle();
        if (this.#paused) this.flush();
      },
      failed: (unread) => {
        this.#giveBack?.();
        this.broken ??= 'permessage-deflate failed';
        this.#context.late.unparsed += unread;
      },
    });
  }

  #endPlain(): void {
    this.#endMessage(this.#plain);
    this.#plain = undefined;
  }

  #endMessage(message: ScannedMessage | undefined): void {
    if (message === undefined) return;
    this.#unpacking++;
    if (!message.end(() => this.#unpacking--)) return;
    this.#inReply = true;
    this.#message = {};
  }

  #contentOfMessage(): Content {
    const content = this.#context.content(this.#direction, 'frame');
    if (this.#direction === 'outbound') return content;
    if (!this.#inReply) this.#message = {};
    return partOf(this.#message, content);
  }

  /** At the end of the connection, once the inflater is through. */
  #settle(): void {
    if (!this.#ended || this.#inflater?.busy === true) return;
    this.#inflater?.close();
    this.#giveBack?.();
    this.#endPlain();
    for (const message of this.#inflating.splice(0)) this.#endMessage(message);
    this.#joiner.end();
  }
}
