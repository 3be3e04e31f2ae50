import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { Decompress } from 'fzstd';
import { AwsChunkedDecoder } from './aws-chunked-decoder.js';
import { ZstdFrames } from './zstd-frames.js';

/** What a content coding is undone by. Output arrives later, in order; after `end` or an error comes exactly one `done`. */
export interface Decoder {
  /** How many bytes it has worked off. */
  readonly consumed: number;
  write(bytes: Uint8Array): void;
  /** Asks for the output of what was written so far. */
  end(): void;
  /** Stops at once; `done` is not called. */
  destroy(): void;
}

/** Receives a decoder's output. */
export interface DecoderEvents {
  data(bytes: Uint8Array): void;
  /** Everything was decoded, or nothing more can be: `problem` says why. */
  done(problem: string | undefined): void;
}

/** Largest zstd window accepted, in bytes: what RFC 8878 §3.1.1.1.2 asks every decoder to support. */
const MAX_ZSTD_WINDOW_LOG = 23;

/**
 * A decoder for a content coding (RFC 9110 §8.4.1, RFC 8878 for zstd; aws-chunked of Amazon S3), or undefined for one
 * that is not known.
 * `identity` is nothing to decode and is not asked for.
 */
export function createDecoder(coding: string, events: DecoderEvents): Decoder | undefined {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return fromTransform(zlib.createGunzip(SYNC_FLUSH), events);
    case 'deflate':
      return new DeflateDecoder(events);
    case 'br':
      return fromTransform(zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }), events);
    case 'aws-chunked':
      return new AwsChunkedDecoder(events);
    case 'zstd':
      return new ZstdDecoder(events);
    default:
      return undefined;
  }
}

/** Output comes as soon as there is some, and a cut end is not an error: a stream may be closed in the middle. */
const SYNC_FLUSH = {
  flush: zlib.constants.Z_SYNC_FLUSH,
  finishFlush: zlib.constants.Z_SYNC_FLUSH,
} as const;

function fromTransform(transform: Transform & { readonly bytesWritten?: number }, events: DecoderEvents): Decoder {
  transform.on('data', (bytes: Buffer) => events.data(bytes));
  transform.once('end', () => events.done(undefined));
  transform.once('error', (error) => events.done(error.message));
  return {
    get consumed() {
      return transform.bytesWritten ?? 0;
    },
    // The bytes lie in shared memory and change; zlib reads them later.
    write: (bytes) => void transform.write(Buffer.from(bytes)),
    end: () => void transform.end(),
    destroy: () => {
      transform.removeAllListeners();
      transform.on('error', () => undefined);
      transform.destroy();
    },
  };
}

/**
 * "deflate" is zlib by the standard and raw deflate by the habit of old servers (RFC 9110 §8.4.1.2): the first two
 * bytes tell, because a zlib header is divisible by 31 (RFC 1950 §2.2).
 */
class DeflateDecoder implements Decoder {
  readonly #events: DecoderEvents;
  #head = Buffer.alloc(0);
  #inner: Decoder | undefined;

  constructor(events: DecoderEvents) {
    this.#events = events;
  }

  get consumed(): number {
    return this.#inner?.consumed ?? 0;
  }

  write(bytes: Uint8Array): void {
    if (this.#inner !== undefined) {
      this.#inner.write(bytes);
      return;
    }
    this.#head = Buffer.concat([this.#head, bytes]);
    if (this.#head.length >= 2) this.#choose();
  }

  end(): void {
    if (this.#inner === undefined) this.#choose();
    this.#inner?.end();
  }

  destroy(): void {
    this.#inner?.destroy();
  }

  #choose(): void {
    const [first = 0, second = 0] = this.#head;
    const isZlib = (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
    const transform = isZlib ? zlib.createInflate(SYNC_FLUSH) : zlib.createInflateRaw(SYNC_FLUSH);
    this.#inner = fromTransform(transform, this.#events);
    if (this.#head.length > 0) this.#inner.write(this.#head);
  }
}

/**
 * zstd by fzstd, on every Node: its own, from 22.15 on, ends with the first frame of several, and gives nothing at all of a
 * frame that something else stands behind. Windows are checked first, because fzstd reserves what each frame asks for.
 */
class ZstdDecoder implements Decoder {
  readonly #events: DecoderEvents;
  readonly #decompress: Decompress;
  readonly #frames = new ZstdFrames();
  #finished = false;
  #consumed = 0;

  constructor(events: DecoderEvents) {
    this.#events = events;
    this.#decompress = new Decompress((bytes) => events.data(bytes));
  }

  get consumed(): number {
    return this.#consumed - this.#frames.skippable;
  }

  write(bytes: Uint8Array): void {
    if (this.#finished) return;
    this.#frames.feed(bytes);
    if (this.#frames.window > 2 ** MAX_ZSTD_WINDOW_LOG) this.#finish('zstd window too large');
    else this.#push(Buffer.from(bytes), false);
  }

  end(): void {
    this.#push(new Uint8Array(), true);
    this.#finish(undefined);
  }

  destroy(): void {
    this.#finished = true;
  }

  #push(bytes: Uint8Array, final: boolean): void {
    if (this.#finished) return;
    try {
      this.#decompress.push(bytes, final);
      this.#consumed += bytes.length;
    } catch (error) {
      this.#finish(error instanceof Error ? error.message : 'zstd');
    }
  }

  #finish(problem: string | undefined): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#events.done(problem);
  }
}
