import { ChunkedBody } from '../../wire/http1/chunked-body.js';
import type { Decoder, DecoderEvents } from './decoders.js';

/**
 * Undoes `aws-chunked`, in which the AWS SDKs and command line upload objects to S3 ("Signature calculations: transferring
 * payload in multiple chunks"): chunks as HTTP/1.1 has them, each with its signature as an extension, and a checksum in a
 * trailer.
 */
export class AwsChunkedDecoder implements Decoder {
  readonly #events: DecoderEvents;
  readonly #body: ChunkedBody;
  /** What stands beside the chunks: looked at behind them, so that it does not tear apart what runs over two. */
  readonly #asides: string[] = [];
  #done = false;
  consumed = 0;

  constructor(events: DecoderEvents) {
    this.#events = events;
    this.#body = new ChunkedBody({
      data: (slice) => events.data(slice),
      aside: ([name, value]) => this.#aside(`${name} ${value}`),
    });
  }

  write(bytes: Uint8Array): void {
    if (this.#done) return;
    this.consumed += this.#body.feed(bytes);
    if (this.#body.state === 'broken') this.#finish('aws-chunked');
  }

  end(): void {
    this.#body.finish();
    if (this.#done) return;
    if (this.#asides.length > 0) this.#events.data(Buffer.from(this.#asides.join(''), 'latin1'));
    this.#finish(undefined);
  }

  destroy(): void {
    this.#done = true;
  }

  #aside(text: string): void {
    if (!SIGNATURE.test(text)) this.#asides.push(`\n${text}`);
  }

  #finish(problem: string | undefined): void {
    if (this.#done) return;
    this.#done = true;
    this.#events.done(problem);
  }
}

/** What honest uploads say beside their chunks: one of these for each 64 KB. */
const SIGNATURE = /^ ;chunk-signature=[0-9a-f]{64}$/;
