import type { BodyConsumer } from './consumer.js';

const CODED = /^[A-Za-z0-9+/=]*$/;
/** What was encoded at once: it may be padded, and more may follow. */
const PIECE = /[^=]+=*/g;

/** A body in base64, which may be many texts of it one behind the other; what is none is passed on as it is. */
export class Base64Body implements BodyConsumer {
  readonly #consumer: BodyConsumer;
  /** Letters that do not make a group of four yet. */
  #rest = '';
  #isCoded = true;

  constructor(consumer: BodyConsumer) {
    this.#consumer = consumer;
  }

  write(bytes: Uint8Array): number {
    const text = this.#rest + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    this.#isCoded &&= CODED.test(text);
    const whole = this.#isCoded ? text.length & ~3 : text.length;
    this.#rest = text.slice(whole);
    return Math.min(bytes.length, this.#pass(text.slice(0, whole)));
  }

  flush(): void {
    this.#consumer.flush();
  }

  end(done: () => void): void {
    this.#pass(this.#rest);
    this.#rest = '';
    this.#consumer.end(done);
  }

  /** @returns how many of the letters will not be scanned. */
  #pass(text: string): number {
    if (!this.#isCoded) return this.#consumer.write(Buffer.from(text, 'latin1'));
    let unscanned = 0;
    for (const [piece] of text.matchAll(PIECE)) unscanned += this.#consumer.write(Buffer.from(piece, 'base64'));
    return Math.ceil((unscanned / 3) * 4);
  }
}
