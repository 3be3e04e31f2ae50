import { TextDecoder } from 'node:util';
import type { BodyConsumer } from './consumer.js';

/**
 * A body in a character set of before UTF-8: it is looked at as it is, and once more with its letters as rules know them. A
 * page in Russian or Chinese is read so by browsers and Python, and full-width letters are letters then.
 */
export class TranscribedBody implements BodyConsumer {
  readonly #body: BodyConsumer;
  readonly #transcript: BodyConsumer;
  readonly #decoder: TextDecoder;

  /** @param transcript Takes the same as UTF-8; what it does not scan is not counted, because `body` counts. */
  constructor(body: BodyConsumer, transcript: BodyConsumer, decoder: TextDecoder) {
    this.#body = body;
    this.#transcript = transcript;
    this.#decoder = decoder;
  }

  write(bytes: Uint8Array): number {
    this.#transcript.write(Buffer.from(this.#decoder.decode(bytes, { stream: true })));
    return this.#body.write(bytes);
  }

  flush(): void {
    this.#transcript.flush();
    this.#body.flush();
  }

  end(done: () => void): void {
    this.#transcript.write(Buffer.from(this.#decoder.decode()));
    this.#transcript.end(() => this.#body.end(done));
  }
}
