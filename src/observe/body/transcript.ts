import type { TextDecoder } from 'node:util';
import type { BodyConsumer } from './consumer.js';

/** What a text in a character set of before UTF-8 says, in UTF-8. What is not scanned of it is counted by somebody else. */
export class Transcript {
  readonly #consumer: BodyConsumer;
  readonly #decoder: TextDecoder;

  constructor(consumer: BodyConsumer, decoder: TextDecoder) {
    this.#consumer = consumer;
    this.#decoder = decoder;
  }

  write(bytes: Uint8Array): void {
    this.#consumer.write(Buffer.from(this.#decoder.decode(bytes, { stream: true })));
  }

  flush(): void {
    this.#consumer.flush();
  }

  end(done: () => void): void {
    this.#consumer.write(Buffer.from(this.#decoder.decode()));
    this.#consumer.end(done);
  }
}
