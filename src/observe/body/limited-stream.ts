import type { Content, ContentSink, ContentStream } from '../content.js';

/**
 * A stream of content with a limit: what goes beyond it is counted and not scanned. One of these stands in front of
 * each message, behind the decoders, so that a decompression bomb costs the limit and no more.
 */
export class LimitedStream {
  readonly #sink: ContentSink;
  readonly #content: Content;
  #stream: ContentStream | undefined;
  #left: number;
  /** Bytes that were not scanned. */
  truncated = 0;

  constructor(sink: ContentSink, content: Content, limit: number) {
    this.#sink = sink;
    this.#content = content;
    this.#left = limit;
  }

  /** Whether more bytes would be scanned. */
  get open(): boolean {
    return this.#left > 0;
  }

  write(bytes: Uint8Array): void {
    const take = Math.min(bytes.length, this.#left);
    this.truncated += bytes.length - take;
    if (take === 0) return;
    this.#left -= take;
    this.#stream ??= this.#sink.stream(this.#content);
    this.#stream.write(take === bytes.length ? bytes : bytes.subarray(0, take));
  }

  /** What came so far is looked at without waiting for more. */
  flush(): void {
    this.#stream?.flush();
  }

  end(): void {
    this.#stream?.end();
    this.#stream = undefined;
    this.#left = 0;
  }
}
