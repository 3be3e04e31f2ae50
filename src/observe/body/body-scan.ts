import type { Content, ContentSink } from '../content.js';
import { createDecoder, type Decoder } from './decoders.js';
import { LimitedStream } from './limited-stream.js';

/** A message body on its way to the scanner. */
export interface BodyScan {
  /**
   * Takes bytes of the body as they stood in the message.
   *
   * @returns how many of them will not be scanned, because the limit is reached.
   */
  write(bytes: Uint8Array): number;
  /** Whether further bytes would be scanned. */
  readonly open: boolean;
  flush(): void;
  /** The body is complete; `done` is called once everything in it was scanned, at once when nothing was encoded. */
  end(done: () => void): void;
}

/** Codings that may be applied one over the other; more are not seen in honest traffic and cost work to undo. */
const MAX_CODINGS = 4;

/**
 * Sends a body through the decoders that its codings ask for, the last applied first, into a scan of bounded length.
 *
 * @param codings `Content-Encoding` as listed, lower case, `identity` left out.
 * @returns undefined when a coding is not known: such a body cannot be read.
 */
export function scanBody(
  codings: readonly string[],
  content: Content,
  sink: ContentSink,
  limit: number,
): BodyScan | undefined {
  const stream = new LimitedStream(sink, content, limit);
  if (codings.length === 0) return new PlainBody(stream);
  if (codings.length > MAX_CODINGS) return undefined;
  return EncodedBody.create(codings, stream, limit);
}

class PlainBody implements BodyScan {
  readonly #stream: LimitedStream;

  constructor(stream: LimitedStream) {
    this.#stream = stream;
  }

  get open(): boolean {
    return this.#stream.open;
  }

  write(bytes: Uint8Array): number {
    const before = this.#stream.truncated;
    this.#stream.write(bytes);
    return this.#stream.truncated - before;
  }

  flush(): void {
    this.#stream.flush();
  }

  end(done: () => void): void {
    this.#stream.end();
    done();
  }
}

class EncodedBody implements BodyScan {
  readonly #stream: LimitedStream;
  /** Encoded bytes that may still be given to the decoders: they queue what they are given. */
  #left: number;
  #first: Decoder | undefined;
  #finished = false;
  #done: (() => void) | undefined;
  #all: Decoder[] = [];

  private constructor(stream: LimitedStream, limit: number) {
    this.#stream = stream;
    this.#left = limit;
  }

  static create(codings: readonly string[], stream: LimitedStream, limit: number): EncodedBody | undefined {
    const body = new EncodedBody(stream, limit);
    let target: { write: (bytes: Uint8Array) => void; end: (problem: string | undefined) => void } = {
      write: (bytes) => body.#decoded(bytes),
      end: () => body.#finish(),
    };
    // The first in the list was applied first, so it is undone last: the chain is built from the scanner backwards.
    for (const coding of codings) {
      const next = target;
      const decoder = createDecoder(coding, {
        data: (bytes) => next.write(bytes),
        done: (problem) => next.end(problem),
      });
      if (decoder === undefined) {
        for (const other of body.#all) other.destroy();
        return undefined;
      }
      body.#all.push(decoder);
      target = { write: (bytes) => decoder.write(bytes), end: () => decoder.end() };
      body.#first = decoder;
    }
    return body;
  }

  get open(): boolean {
    return !this.#finished && this.#left > 0;
  }

  write(bytes: Uint8Array): number {
    if (!this.open) return bytes.length;
    const take = Math.min(bytes.length, this.#left);
    this.#left -= take;
    this.#first?.write(take === bytes.length ? bytes : bytes.subarray(0, take));
    return bytes.length - take;
  }

  flush(): void {
    this.#stream.flush();
  }

  end(done: () => void): void {
    if (this.#finished) {
      done();
      return;
    }
    this.#done = done;
    this.#first?.end();
  }

  #decoded(bytes: Uint8Array): void {
    if (this.#finished) return;
    this.#stream.write(bytes);
    if (this.#stream.open) return;
    // A decompression bomb ends here: what it would still expand to is never made.
    for (const decoder of this.#all) decoder.destroy();
    this.#finish();
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#stream.end();
    this.#done?.();
  }
}
