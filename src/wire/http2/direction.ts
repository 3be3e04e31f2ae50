import { FrameFlag, FrameType, hiddenIn, readUint31, readUint32, splitPadding, type FrameHeader } from './frame.js';
import { FrameReader } from './frame-reader.js';
import { HeaderBlocks, type BlockPlace } from './header-blocks.js';
import type { HeaderList } from './message.js';

/** What one direction of a connection says, before it is known what it means for a stream. */
export interface DirectionEvents {
  headers(streamId: number, list: HeaderList): void;
  /** PUSH_PROMISE: the request that a promised stream answers. */
  promise(streamId: number, promisedId: number, list: HeaderList): void;
  data(streamId: number, slice: Uint8Array): void;
  dataLost(streamId: number, bytes: number): void;
  /** END_STREAM, after the headers or data that carried it. */
  endStream(streamId: number): void;
  reset(streamId: number, errorCode: number): void;
  goaway(lastStreamId: number, errorCode: number, debug: Uint8Array): void;
  /** SETTINGS, with SETTINGS_HEADER_TABLE_SIZE if it is there: a limit for the encoder of the other direction. */
  settings(tableSize: number | undefined): void;
  /** The settings of the other direction are in force from here on. */
  settingsAck(): void;
  /** So much is in frames of unknown type, in ones that are longer than their type can be, or in padding. */
  passedOver(bytes: number): void;
  broken(reason: string): void;
}

/** The first bytes of a client (RFC 9113 §3.4). */
export const HTTP2_PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');
const SETTINGS_HEADER_TABLE_SIZE = 1;

/** Extensions of servers that carry nothing to look at: ALTSVC (RFC 7838), ORIGIN (RFC 8336). */
const SERVER_EXTENSIONS: readonly number[] = [0x0a, 0x0c];

/**
 * How long the frames are that are passed over because they carry next to nothing: numbers (RFC 9113 §6.3, §6.7, §6.9), and
 * PRIORITY_UPDATE of clients (RFC 9218 §7.1) a stream and a few parameters such as `u=3, i`.
 */
const PASSED_BYTES: ReadonlyMap<number, number> = new Map([
  [FrameType.PRIORITY, 5],
  [FrameType.PING, 8],
  [FrameType.WINDOW_UPDATE, 4],
  [0x10, 16],
]);

/**
 * One direction of an HTTP/2 connection (RFC 9113): frames, header blocks joined and decoded. What each event means
 * for its stream is for {@link Http2Connection} to say.
 */
export class Http2Direction {
  readonly #events: DirectionEvents;
  readonly #fromClient: boolean;
  readonly #reader: FrameReader;
  readonly #blocks = new HeaderBlocks();
  /** How much of the client's preface (RFC 9113 §3.4) has been seen; the server sends none. */
  #prefaceBytes: number;
  #dataStream = 0;
  #settingsSeen = false;
  #broken = false;

  constructor(sender: 'client' | 'server', events: DirectionEvents) {
    this.#events = events;
    this.#fromClient = sender === 'client';
    this.#prefaceBytes = this.#fromClient ? 0 : HTTP2_PREFACE.length;
    this.#reader = new FrameReader({
      dataStart: (frame) => this.#onDataStart(frame),
      data: (slice) => events.data(this.#dataStream, slice),
      dataLost: (bytes) => events.dataLost(this.#dataStream, bytes),
      padding: (slice) => this.#onPadding(slice),
      dataEnd: (frame) => this.#endStream(frame.streamId, frame.flags),
      frame: (frame, payload) => this.#onFrame(frame, payload),
      passed: (frame) => this.#onPassed(frame),
      broken: (reason) => this.#break(reason),
    });
  }

  get broken(): boolean {
    return this.#broken;
  }

  /** Bytes of frames and header blocks that wait for the rest of them; nothing was reported of them yet. */
  get waiting(): number {
    return this.#reader.waiting + this.#blocks.waiting;
  }

  feed(chunk: Uint8Array): void {
    if (this.#broken) return;
    if (this.#prefaceBytes === HTTP2_PREFACE.length) {
      this.#reader.feed(chunk);
      return;
    }
    const part = chunk.subarray(0, HTTP2_PREFACE.length - this.#prefaceBytes);
    if (HTTP2_PREFACE.compare(part, 0, part.length, this.#prefaceBytes, this.#prefaceBytes + part.length) !== 0) {
      this.#break('not an HTTP/2 preface');
      return;
    }
    this.#prefaceBytes += part.length;
    this.#reader.feed(chunk.subarray(part.length));
  }

  skip(bytes: number): void {
    if (this.#broken || bytes === 0) return;
    if (this.#prefaceBytes < HTTP2_PREFACE.length) this.#break('bytes lost');
    else this.#reader.skip(bytes);
  }

  /** The direction has ended (FIN). */
  finish(): void {
    if (this.#broken) return;
    if (!this.#reader.idle || this.#blocks.open !== undefined) this.#break('cut short');
  }

  /** How large the encoder of this direction may make its table. */
  limitTable(bytes: number): void {
    this.#blocks.limitTable(bytes);
  }

  #onDataStart(frame: FrameHeader): void {
    if (!this.#inSequence(frame)) return;
    if (frame.streamId === 0) this.#break('DATA outside of a stream');
    this.#dataStream = frame.streamId;
  }

  #onPassed(frame: FrameHeader): void {
    if (!this.#inSequence(frame)) return;
    const ofServer = !this.#fromClient && SERVER_EXTENSIONS.includes(frame.type);
    const known = ofServer ? Infinity : (PASSED_BYTES.get(frame.type) ?? 0);
    if (frame.length > known) this.#events.passedOver(frame.length);
  }

  #onPadding(padding: Uint8Array): void {
    const hidden = hiddenIn(padding);
    if (hidden > 0) this.#events.passedOver(hidden);
  }

  #onFrame(frame: FrameHeader, payload: Uint8Array): void {
    if (!this.#inSequence(frame)) return;
    switch (frame.type) {
      case FrameType.HEADERS:
        this.#onHeaders(frame, payload);
        return;
      case FrameType.PUSH_PROMISE:
        this.#onPushPromise(frame, payload);
        return;
      case FrameType.CONTINUATION:
        if (this.#blocks.open === undefined) this.#break('CONTINUATION without a header block');
        else this.#addToBlock(this.#blocks.open, frame, payload);
        return;
      case FrameType.RST_STREAM:
        if (payload.length !== 4 || frame.streamId === 0) this.#break('bad RST_STREAM');
        else this.#events.reset(frame.streamId, readUint32(payload, 0));
        return;
      case FrameType.SETTINGS:
        this.#onSettings(frame, payload);
        return;
      default:
        if (payload.length < 8) this.#break('bad GOAWAY');
        else this.#events.goaway(readUint31(payload, 0), readUint32(payload, 4), payload.subarray(8));
    }
  }

  /** SETTINGS comes first (RFC 9113 §3.4), and nothing comes between the frames of a header block (§4.3). */
  #inSequence(frame: FrameHeader): boolean {
    if (!this.#settingsSeen && (frame.type !== FrameType.SETTINGS || (frame.flags & FrameFlag.ACK) !== 0)) {
      this.#break('not HTTP/2: no SETTINGS first');
    } else if (
      this.#blocks.open !== undefined &&
      (frame.type !== FrameType.CONTINUATION || frame.streamId !== this.#blocks.open.streamId)
    ) {
      this.#break('header block interrupted');
    }
    return !this.#broken;
  }

  #onHeaders(frame: FrameHeader, payload: Uint8Array): void {
    const content = this.#withoutPadding(frame, payload);
    const priorityBytes = (frame.flags & FrameFlag.PRIORITY) === 0 ? 0 : 5;
    if (content === undefined || content.length < priorityBytes || frame.streamId === 0) {
      this.#break('bad HEADERS');
      return;
    }
    const endStream = (frame.flags & FrameFlag.END_STREAM) !== 0;
    const open = { streamId: frame.streamId, promisedId: undefined, endStream };
    this.#addToBlock(open, frame, content.subarray(priorityBytes));
  }

  #onPushPromise(frame: FrameHeader, payload: Uint8Array): void {
    const content = this.#withoutPadding(frame, payload);
    if (content === undefined || content.length < 4 || frame.streamId === 0 || this.#fromClient) {
      this.#break('bad PUSH_PROMISE');
      return;
    }
    const open = { streamId: frame.streamId, promisedId: readUint31(content, 0), endStream: false };
    this.#addToBlock(open, frame, content.subarray(4));
  }

  /** What a payload holds besides its padding; undefined where it is shorter than it says. */
  #withoutPadding(frame: FrameHeader, payload: Uint8Array): Uint8Array | undefined {
    const split = splitPadding(frame, payload);
    if (split !== undefined) this.#onPadding(split.padding);
    return split?.content;
  }

  #addToBlock(place: BlockPlace, frame: FrameHeader, fragment: Uint8Array): void {
    const outcome = this.#blocks.add(place, fragment, (frame.flags & FrameFlag.END_HEADERS) !== 0);
    if (outcome.kind === 'open') return;
    if (outcome.kind === 'broken') {
      this.#break(outcome.reason);
      return;
    }
    if (place.promisedId !== undefined) {
      this.#events.promise(place.streamId, place.promisedId, outcome.list);
      return;
    }
    this.#events.headers(place.streamId, outcome.list);
    if (place.endStream) this.#events.endStream(place.streamId);
  }

  #onSettings(frame: FrameHeader, payload: Uint8Array): void {
    const ack = (frame.flags & FrameFlag.ACK) !== 0;
    if (frame.streamId !== 0 || payload.length % 6 !== 0 || (ack && payload.length > 0)) {
      this.#break('bad SETTINGS');
      return;
    }
    this.#settingsSeen = true;
    if (ack) {
      this.#events.settingsAck();
      return;
    }
    let tableSize: number | undefined;
    for (let at = 0; at < payload.length; at += 6) {
      const id = payload[at]! * 0x100 + payload[at + 1]!;
      if (id === SETTINGS_HEADER_TABLE_SIZE) tableSize = readUint32(payload, at + 2);
    }
    this.#events.settings(tableSize);
  }

  #endStream(streamId: number, flags: number): void {
    if ((flags & FrameFlag.END_STREAM) !== 0) this.#events.endStream(streamId);
  }

  #break(reason: string): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#reader.stop();
    this.#blocks.clear();
    this.#events.broken(reason);
  }
}
