import { ChunkedBody } from './chunked-body.js';
import { requestBodyLength, responseBodyLength, type BodyLength } from './body-length.js';
import { GrowingBytes } from './growing-bytes.js';
import { parseHead, type HeaderField, type MessageHead } from './head.js';
import { RepeatedHead } from './repeated-head.js';

/** What a {@link Http1Framer} finds, in the order of the bytes. Slices point into the chunk that was fed. */
export interface Http1Events {
  /** A complete head. `raw` is its exact bytes, including the empty line. */
  head(head: MessageHead, body: BodyLength, raw: Uint8Array): void;
  /** Bytes after the head as they stand on the wire: chunk framing and trailers included. */
  raw(bytes: Uint8Array): void;
  /** Body bytes without chunk framing. */
  data(bytes: Uint8Array): void;
  /** A trailer field; or with an empty name what stands in chunk framing beside it (see {@link ChunkedBody}). */
  aside?(field: HeaderField): void;
  /** The message is complete; the next byte starts another. */
  end(): void;
  /** The connection speaks another protocol from here on. */
  upgraded(rest: Uint8Array): void;
  /** The bytes are not HTTP/1.x (any more). Nothing further is reported. */
  broken(reason: string): void;
}

/** Largest head accepted, in bytes. Common servers stop at 8 to 64 KiB; large cookies and tokens need some of it. */
export const MAX_HEAD_BYTES = 128 * 1024;

const CR = 13;
const LF = 10;
const EMPTY: Buffer = Buffer.alloc(0);

type State = 'head' | 'fixed' | 'chunked' | 'until-close' | 'upgraded' | 'broken';

/**
 * Finds the messages in one direction of an HTTP/1.x connection (RFC 9112), fed with any cut of its bytes. It only
 * looks: it never changes, holds back or repairs anything.
 */
export class Http1Framer {
  readonly #events: Http1Events;
  readonly #methodAnswered: (() => string | undefined) | undefined;
  readonly #isStrict: boolean;
  #state: State = 'head';
  readonly #head = new GrowingBytes();
  readonly #repeated = new RepeatedHead();
  #remaining = 0;
  #chunked: ChunkedBody | undefined;

  /**
   * @param methodAnswered For the response direction: the method of the oldest request that has no final response yet.
   *   It is asked once a head and must not be consumed by a 1xx other than 101.
   * @param isStrict Whether chunks that readers take apart in different ways are broken (see {@link ChunkedBody}).
   */
  constructor(events: Http1Events, methodAnswered?: () => string | undefined, isStrict = false) {
    this.#events = events;
    this.#methodAnswered = methodAnswered;
    this.#isStrict = isStrict;
  }

  /** True between messages: nothing of the next one has been seen. */
  get idle(): boolean {
    return this.#state === 'head' && this.#head.length === 0;
  }

  /** True while part of a head has arrived and its end has not. */
  get insideHead(): boolean {
    return this.#state === 'head' && this.#head.length > 0;
  }

  /** Bytes of a head that have arrived and wait for the rest of it; nothing was reported of them yet. */
  get waiting(): number {
    return this.#head.length;
  }

  /** Hands over the bytes that wait for the rest of a head: they turned out to be none. */
  takeWaiting(): Uint8Array {
    return this.#head.take();
  }

  /** True once the connection speaks another protocol. */
  get upgraded(): boolean {
    return this.#state === 'upgraded';
  }

  /**
   * The head that is being reported is worth knowing again: while the next ones are the same to the byte they are not
   * parsed, and the very same object is reported.
   */
  expectAgain(head: MessageHead, raw: Uint8Array): void {
    this.#repeated.keep(head, raw);
  }

  /** Takes the next bytes of this direction. */
  feed(chunk: Uint8Array): void {
    let rest: Uint8Array = chunk;
    while (rest.length > 0) {
      switch (this.#state) {
        case 'head':
          rest = this.#feedHead(rest);
          break;
        case 'fixed':
          rest = this.#feedFixed(rest);
          break;
        case 'chunked':
          rest = this.#feedChunked(rest);
          break;
        case 'until-close':
          this.#pass(rest);
          return;
        case 'upgraded':
          this.#events.upgraded(rest);
          return;
        case 'broken':
          return;
      }
    }
  }

  /** The direction has ended (FIN). Completes a body that runs until close; anything else is cut short. */
  finish(): void {
    if (this.#state === 'until-close') {
      this.#state = 'head';
      this.#events.end();
    } else if (this.#state !== 'upgraded' && this.#state !== 'broken' && !this.idle) {
      this.#break('cut short');
    }
  }

  /**
   * Bytes of this direction were lost before they could be fed. Inside a body of known length the count keeps the
   * place; anywhere else the place is lost.
   */
  skip(bytes: number): void {
    if (bytes === 0 || this.#state === 'until-close' || this.#state === 'upgraded' || this.#state === 'broken') return;
    if (this.#state === 'fixed' && bytes <= this.#remaining) {
      this.#remaining -= bytes;
      if (this.#remaining === 0) this.#finishMessage();
      return;
    }
    this.#break('bytes lost');
  }

  /** How many bytes of the current body of known length are still to come; 0 in any other state. */
  get remainingFixed(): number {
    return this.#state === 'fixed' ? this.#remaining : 0;
  }

  #feedHead(chunk: Uint8Array): Uint8Array {
    let start = 0;
    if (this.#head.length === 0) {
      // Empty lines before a start line are skipped (RFC 9112 §2.2).
      while (start < chunk.length && (chunk[start] === CR || chunk[start] === LF)) start++;
      if (start > 0) this.#events.raw(chunk.subarray(0, start));
      if (start === chunk.length) return EMPTY;
    }
    const fresh = asBuffer(start === 0 ? chunk : chunk.subarray(start));
    const before = this.#head.length;
    // The chunk belongs to the caller and may be reused, so what must wait for more is copied: a head at most.
    if (before > 0) this.#head.append(fresh.subarray(0, MAX_HEAD_BYTES + 1 - before));
    const all = before === 0 ? fresh : this.#head.view();
    const end = endOfHead(all, Math.max(0, before - 2));
    if (end > MAX_HEAD_BYTES || (end === -1 && all.length > MAX_HEAD_BYTES)) return this.#break('head too large');
    if (end === -1) {
      if (before === 0) this.#head.append(fresh);
      return EMPTY;
    }
    const raw = (before === 0 ? fresh : this.#head.take()).subarray(0, end);
    const head = this.#repeated.of(raw) ?? parseHead(raw.toString('latin1'));
    if (head === undefined) return this.#break('not an HTTP/1.x head');
    this.#startBody(head, raw);
    return end - before === fresh.length ? EMPTY : fresh.subarray(end - before);
  }

  #startBody(head: MessageHead, raw: Uint8Array): void {
    const length =
      head.kind === 'request' ? requestBodyLength(head) : responseBodyLength(head, this.#methodAnswered?.() ?? 'GET');
    this.#events.head(head, length, raw);
    switch (length.kind) {
      case 'none':
        this.#finishMessage();
        return;
      case 'fixed':
        this.#remaining = length.length;
        this.#state = 'fixed';
        if (length.length === 0) this.#finishMessage();
        return;
      case 'chunked':
        this.#chunked = new ChunkedBody(this.#events, this.#isStrict);
        this.#state = 'chunked';
        return;
      case 'until-close':
        this.#state = 'until-close';
        return;
      case 'upgraded':
        this.#state = 'upgraded';
        return;
      case 'ambiguous':
        this.#break(`ambiguous length: ${length.reason}`);
    }
  }

  #feedFixed(chunk: Uint8Array): Uint8Array {
    const take = Math.min(this.#remaining, chunk.length);
    this.#remaining -= take;
    this.#pass(take === chunk.length ? chunk : chunk.subarray(0, take));
    if (this.#remaining === 0) this.#finishMessage();
    return take === chunk.length ? EMPTY : chunk.subarray(take);
  }

  #feedChunked(chunk: Uint8Array): Uint8Array {
    const body = this.#chunked!;
    const used = body.feed(chunk);
    if (used > 0) this.#events.raw(chunk.subarray(0, used));
    if (body.state === 'broken') return this.#break('bad chunk');
    if (body.state === 'done') this.#finishMessage();
    return chunk.subarray(used);
  }

  #pass(bytes: Uint8Array): void {
    this.#events.raw(bytes);
    this.#events.data(bytes);
  }

  #finishMessage(): void {
    this.#state = 'head';
    this.#chunked = undefined;
    this.#events.end();
  }

  #break(reason: string): Uint8Array {
    this.#chunked?.finish();
    this.#state = 'broken';
    this.#head.clear();
    this.#events.broken(reason);
    return EMPTY;
  }
}

/** Index behind the first empty line, which ends a head, or -1. Lines may end in LF alone (RFC 9112 §2.2). */
export function endOfHead(bytes: Buffer, from: number): number {
  // Lines are short: to ask for the next end of one by a call costs more than to go there byte by byte.
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== LF) continue;
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
