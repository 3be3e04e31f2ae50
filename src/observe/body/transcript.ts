import type { TextDecoder } from 'node:util';
import type { BodyConsumer } from './consumer.js';

/** What is made of a body beside it. What is not scanned of that is counted where the body is. */
export interface SideTranscript {
  write(bytes: Uint8Array): void;
  flush(): void;
  /** @param done Called once everything was scanned. */
  end(done: () => void): void;
}

/** What a text in a character set of before UTF-8 says, in UTF-8. */
export class Transcript implements SideTranscript {
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
