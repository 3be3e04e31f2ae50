import { GrowingBytes } from '../http1/growing-bytes.js';
import { FRAME_HEADER_BYTES, FrameFlag, FrameType, readFrameHeader, type FrameHeader } from './frame.js';

/** What a {@link FrameReader} finds, in the order of the bytes. Slices are valid only during the call. */
export interface FrameEvents {
  /** A DATA frame begins; its content follows in any number of `data` and `dataLost`, then `dataEnd`. */
  dataStart(frame: FrameHeader): void;
  /** Content of the DATA frame, without padding. */
  data(slice: Uint8Array): void;
  /** So many bytes of content were skipped. */
  dataLost(bytes: number): void;
  /** Padding behind the content of the DATA frame. */
  padding(slice: Uint8Array): void;
  dataEnd(frame: FrameHeader): void;
  /** Another frame whose payload matters, whole. */
  frame(frame: FrameHeader, payload: Uint8Array): void;
  /** A frame whose payload does not: PING, WINDOW_UPDATE, PRIORITY, extensions. Told when its header is read. */
  passed(frame: FrameHeader): void;
  /** The bytes are not HTTP/2 frames (any more). Nothing further is reported. */
  broken(reason: string): void;
}

/** Largest payload held in memory, in bytes: of the frames that must be read whole. DATA is never held. */
const MAX_HELD_FRAME_BYTES = 1024 * 1024;

type State = 'header' | 'pad-length' | 'data' | 'held' | 'passed';

/** Cuts one direction of an HTTP/2 connection into frames (RFC 9113 §4), fed with any cut of its bytes. */
export class FrameReader {
  readonly #events: FrameEvents;
  #state: State = 'header';
  #stopped = false;
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerBytes = 0;
  #frame: FrameHeader = { length: 0, type: 0, flags: 0, streamId: 0 };
  /** Payload bytes still to come; in a DATA frame without its padding. */
  #remaining = 0;
  #padding = 0;
  readonly #held = new GrowingBytes();

  constructor(events: FrameEvents) {
    this.#events = events;
  }

  /** True between frames. */
  get idle(): boolean {
    return this.#state === 'header' && this.#headerBytes === 0;
  }

  /** Bytes of a payload that wait for the rest of it. */
  get waiting(): number {
    return this.#held.length;
  }

  /** Takes the next bytes of this direction. */
  feed(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#stopped) at = this.#step(chunk, at);
  }

  /**
   * Bytes were lost before they could be fed. Inside a payload that is not held the count keeps the place; anywhere
   * else, and where it is not known yet how much of a DATA payload is padding, the place is lost.
   */
  skip(bytes: number): void {
    if (this.#stopped || bytes === 0) return;
    const payload = this.#state === 'data' || this.#state === 'passed';
    if (!payload || bytes > this.#remaining + this.#padding) {
      this.#break('bytes lost');
      return;
    }
    const content = Math.min(bytes, this.#remaining);
    if (this.#state === 'data' && content > 0) this.#events.dataLost(content);
    this.#remaining -= content;
    this.#padding -= bytes - content;
    this.#endPayload();
  }

  /** Reports nothing from here on. */
  stop(): void {
    this.#stopped = true;
    this.#held.clear();
  }

  /** @returns where the next step starts. */
  #step(chunk: Uint8Array, at: number): number {
    switch (this.#state) {
      case 'header':
        return this.#readHeader(chunk, at);
      case 'pad-length':
        this.#readPadLength(chunk[at]!);
        return at + 1;
      case 'data':
      case 'passed': {
        const content = Math.min(this.#remaining, chunk.length - at);
        if (content > 0 && this.#state === 'data') this.#events.data(chunk.subarray(at, at + content));
        const from = at + content;
        const padding = Math.min(this.#padding, chunk.length - from);
        if (padding > 0) this.#events.padding(chunk.subarray(from, from + padding));
        this.#remaining -= content;
        this.#padding -= padding;
        this.#endPayload();
        return from + padding;
      }
      case 'held':
        return this.#hold(chunk, at);
    }
  }

  #readHeader(chunk: Uint8Array, at: number): number {
    if (this.#headerBytes === 0 && chunk.length - at >= FRAME_HEADER_BYTES) {
      this.#start(readFrameHeader(chunk, at));
      return at + FRAME_HEADER_BYTES;
    }
    const part = chunk.subarray(at, at + FRAME_HEADER_BYTES - this.#headerBytes);
    this.#header.set(part, this.#headerBytes);
    this.#headerBytes += part.length;
    if (this.#headerBytes === FRAME_HEADER_BYTES) {
      this.#headerBytes = 0;
      this.#start(readFrameHeader(this.#header, 0));
    }
    return at + part.length;
  }

  #start(frame: FrameHeader): void {
    this.#frame = frame;
    this.#remaining = frame.length;
    this.#padding = 0;
    switch (frame.type) {
      case FrameType.DATA: {
        const padded = (frame.flags & FrameFlag.PADDED) !== 0;
        this.#state = padded ? 'pad-length' : 'data';
        this.#events.dataStart(frame);
        if (padded && frame.length === 0) this.#break('padding without its length');
        else if (!padded) this.#endPayload();
        return;
      }
      case FrameType.HEADERS:
      case FrameType.CONTINUATION:
      case FrameType.PUSH_PROMISE:
      case FrameType.RST_STREAM:
      case FrameType.SETTINGS:
      case FrameType.GOAWAY:
        if (frame.length > MAX_HELD_FRAME_BYTES) {
          this.#break('frame too large');
          return;
        }
        this.#state = 'held';
        if (frame.length === 0) this.#deliver(this.#held.view());
        return;
      default:
        this.#state = 'passed';
        this.#events.passed(frame);
        this.#endPayload();
    }
  }

  /** The first octet of a padded DATA payload (RFC 9113 §6.1). */
  #readPadLength(padding: number): void {
    const content = this.#remaining - 1 - padding;
    if (content < 0) {
      this.#break('padding longer than its frame');
      return;
    }
    this.#remaining = content;
    this.#padding = padding;
    this.#state = 'data';
    this.#endPayload();
  }

  #endPayload(): void {
    if (this.#remaining > 0 || this.#padding > 0 || this.#stopped) return;
    const data = this.#state === 'data';
    this.#state = 'header';
    if (data) this.#events.dataEnd(this.#frame);
  }

  #hold(chunk: Uint8Array, at: number): number {
    const part = chunk.subarray(at, at + this.#remaining);
    this.#remaining -= part.length;
    if (this.#remaining > 0) {
      this.#held.append(part);
    } else if (this.#held.length === 0) {
      this.#deliver(part);
    } else {
      this.#held.append(part);
      this.#deliver(this.#held.view());
      this.#held.clear();
    }
    return at + part.length;
  }

  #deliver(payload: Uint8Array): void {
    this.#state = 'header';
    this.#events.frame(this.#frame, payload);
  }

  #break(reason: string): void {
    if (this.#stopped) return;
    this.stop();
    this.#events.broken(reason);
  }
}
