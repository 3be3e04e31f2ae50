import type { Unscanned } from '../conversation.js';
import type { BodyConsumer } from './consumer.js';

/** Larger messages are scanned as the bytes that they are. */
const MAX_MESSAGE_BYTES = 256 * 1024;

/** A message of a binary format, such as a protocol buffer: scanned with each of its strings in a line of its own. */
export class BinaryMessageBody implements BodyConsumer {
  readonly #consumer: BodyConsumer;
  readonly #late: Unscanned;
  readonly #separate: (message: Buffer) => boolean;
  /** The message so far; undefined once it is scanned as it is. */
  #kept: Buffer[] | undefined = [];
  #length = 0;

  /** @param separate Puts the strings of a message into lines of their own, in place; leaves what is none as it is. */
  constructor(consumer: BodyConsumer, late: Unscanned, separate: (message: Buffer) => boolean) {
    this.#consumer = consumer;
    this.#late = late;
    this.#separate = separate;
  }

  write(bytes: Uint8Array): number {
    this.#length += bytes.length;
    if (this.#length > MAX_MESSAGE_BYTES) this.#giveUp();
    if (this.#kept === undefined) return this.#consumer.write(bytes);
    this.#kept.push(Buffer.from(bytes));
    return 0;
  }

  /** A message that pauses before its end is not waited for. */
  flush(): void {
    if (this.#length > 0) this.#giveUp();
    this.#consumer.flush();
  }

  end(done: () => void): void {
    const message = Buffer.concat(this.#kept ?? []);
    this.#kept = undefined;
    this.#separate(message);
    if (message.length > 0) this.#late.truncated += this.#consumer.write(message);
    this.#consumer.end(done);
  }

  #giveUp(): void {
    for (const bytes of this.#kept ?? []) this.#late.truncated += this.#consumer.write(bytes);
    this.#kept = undefined;
  }
}
