import type { BodyConsumer } from './consumer.js';
import type { SideTranscript } from './transcript.js';

/**
 * A body in a character set of before UTF-8: it is looked at as it is, and once more with its letters as rules know them. A
 * page in Russian or Chinese is read so by browsers and Python, and full-width letters are letters then.
 */
export class TranscribedBody implements BodyConsumer {
  readonly #body: BodyConsumer;
  readonly #transcript: SideTranscript;

  constructor(body: BodyConsumer, transcript: SideTranscript) {
    this.#body = body;
    this.#transcript = transcript;
  }

  write(bytes: Uint8Array): number {
    this.#transcript.write(bytes);
    return this.#body.write(bytes);
  }

  flush(): void {
    this.#transcript.flush();
    this.#body.flush();
  }

  end(done: () => void): void {
    this.#transcript.end(() => this.#body.end(done));
  }
}
