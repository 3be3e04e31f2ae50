import { GrowingBytes } from '../http1/growing-bytes.js';
import {
  headLength,
  MAX_CONTROL_BYTES,
  MAX_HEAD_BYTES,
  Opcode,
  readHead,
  RSV1,
  type FrameHead,
} from './frame-header.js';
import { unmask } from './unmask.js';

/**
 * What {@link WebSocketFrames} finds, in the order of the bytes. Slices are valid only during the call, and may share
 * their memory with those of other connections: what is called must not feed frames in turn.
 */
export interface WebSocketEvents {
  /** A text (1) or binary (2) message begins. `compressed` is RSV1: what that means is for the extensions to say. */
  messageStart(message: { readonly opcode: number; readonly compressed: boolean }): void;
  /** Payload of the message, unmasked and as it was sent: still compressed if it is. */
  messageData(slice: Uint8Array): void;
  /** So many bytes of the message were skipped. */
  messageLost(bytes: number): void;
  messageEnd(): void;
  /** A close (8), ping (9) or pong (10), whole or as far as it came; it may stand between the frames of a message. */
  control(opcode: number, payload: Uint8Array): void;
  /** The bytes are not WebSocket frames (any more). Nothing further is reported. */
  broken(reason: string): void;
}

type State = 'head' | 'message' | 'control' | 'broken';

const NO_FRAME: FrameHead = { final: true, reserved: 0, opcode: 0, length: 0, mask: new Uint8Array() };

/** One direction of a WebSocket connection (RFC 6455 §5), after the handshake, fed with any cut of its bytes. */
export class WebSocketFrames {
  readonly #events: WebSocketEvents;
  readonly #messageData: (slice: Uint8Array) => void;
  readonly #keep: (slice: Uint8Array) => void;
  #state: State = 'head';
  readonly #head = new Uint8Array(MAX_HEAD_BYTES);
  #headBytes = 0;
  #frame = NO_FRAME;
  #remaining = 0;
  /** Payload bytes of the frame that are behind; the masking key goes on from there. */
  #phase = 0;
  /** A message has begun and not ended. */
  #inMessage = false;
  readonly #control = new GrowingBytes();

  constructor(events: WebSocketEvents) {
    this.#events = events;
    this.#messageData = (slice) => events.messageData(slice);
    this.#keep = (slice) => this.#control.append(slice);
  }

  /** Takes the next bytes of this direction. */
  feed(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      switch (this.#state) {
        case 'head':
          at = this.#readHead(chunk, at);
          break;
        case 'message':
        case 'control':
          at = this.#readPayload(chunk, at);
          break;
        case 'broken':
          return;
      }
    }
  }

  /**
   * Bytes of this direction were lost before they could be fed. Inside the payload of a message the count keeps the
   * place; anywhere else the place is lost.
   */
  skip(bytes: number): void {
    if (this.#state === 'broken' || bytes === 0) return;
    if (this.#state !== 'message' || bytes > this.#remaining) {
      this.#break('bytes lost');
      return;
    }
    this.#events.messageLost(bytes);
    this.#advance(bytes);
  }

  /** The direction has ended (FIN). */
  finish(): void {
    if (this.#state === 'broken') return;
    if (this.#state === 'control') this.#events.control(this.#frame.opcode, this.#control.view());
    if (this.#state !== 'head' || this.#headBytes > 0 || this.#inMessage) this.#break('cut short');
  }

  /** @returns where the payload starts, or the length of the chunk. */
  #readHead(chunk: Uint8Array, at: number): number {
    let next = at;
    while (next < chunk.length) {
      this.#head[this.#headBytes++] = chunk[next++]!;
      if (this.#headBytes < 2 || this.#headBytes < headLength(this.#head[1]!)) continue;
      this.#headBytes = 0;
      this.#startFrame(readHead(this.#head));
      break;
    }
    return next;
  }

  #startFrame(frame: FrameHead): void {
    const reason = this.#objection(frame);
    if (reason !== undefined || frame.length === undefined) {
      this.#break(reason ?? 'frame too long');
      return;
    }
    this.#frame = frame;
    this.#remaining = frame.length;
    this.#phase = 0;
    if (frame.opcode >= Opcode.CLOSE) {
      this.#state = 'control';
    } else {
      this.#state = 'message';
      if (!this.#inMessage) {
        this.#inMessage = true;
        this.#events.messageStart({ opcode: frame.opcode, compressed: (frame.reserved & RSV1) !== 0 });
      }
    }
    if (frame.length === 0) this.#endFrame();
  }

  /** Why a receiver must fail the connection at this frame (RFC 6455 §5.2, §5.4, §5.5; RFC 7692 §6). */
  #objection(frame: FrameHead): string | undefined {
    if ((frame.reserved & ~RSV1) !== 0) return 'reserved bits';
    switch (frame.opcode) {
      case Opcode.TEXT:
      case Opcode.BINARY:
        return this.#inMessage ? 'a message inside a message' : undefined;
      case Opcode.CONTINUATION:
        if (frame.reserved !== 0) return 'reserved bits';
        return this.#inMessage ? undefined : 'continuation without a message';
      case Opcode.CLOSE:
      case Opcode.PING:
      case Opcode.PONG:
        if (frame.reserved !== 0) return 'reserved bits';
        if (!frame.final) return 'fragmented control frame';
        return frame.length === undefined || frame.length > MAX_CONTROL_BYTES ? 'control frame too long' : undefined;
      default:
        return 'unknown opcode';
    }
  }

  #readPayload(chunk: Uint8Array, at: number): number {
    const slice = chunk.subarray(at, at + this.#remaining);
    const use = this.#state === 'message' ? this.#messageData : this.#keep;
    if (this.#frame.mask.length === 0) use(slice);
    else unmask(slice, this.#frame.mask, this.#phase, use);
    this.#advance(slice.length);
    return at + slice.length;
  }

  #advance(bytes: number): void {
    this.#remaining -= bytes;
    this.#phase = (this.#phase + bytes) & 3;
    if (this.#remaining === 0) this.#endFrame();
  }

  #endFrame(): void {
    const control = this.#state === 'control';
    this.#state = 'head';
    if (control) {
      this.#events.control(this.#frame.opcode, this.#control.view());
      this.#control.clear();
    } else if (this.#frame.final) {
      this.#inMessage = false;
      this.#events.messageEnd();
    }
  }

  #break(reason: string): void {
    this.#state = 'broken';
    this.#events.broken(reason);
  }
}
