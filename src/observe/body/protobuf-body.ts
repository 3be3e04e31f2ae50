import { separateStrings } from '../../wire/protobuf/strings.js';
import type { Unscanned } from '../conversation.js';
import type { BodyConsumer } from './consumer.js';

/** Larger messages are scanned as the bytes that they are. */
const MAX_MESSAGE_BYTES = 256 * 1024;

/** A protocol buffer: scanned with each of its strings in a line of its own. */
export class ProtobufBody implements BodyConsumer {
  readonly #consumer: BodyConsumer;
  readonly #late: Unscanned;
  /** The message so far; undefined once it is scanned as it is. */
  #kept: Buffer[] | undefined = [];
  #length = 0;

  constructor(consumer: BodyConsumer, late: Unscanned) {
    this.#consumer = consumer;
    this.#late = late;
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
    separateStrings(message);
    if (message.length > 0) this.#late.truncated += this.#consumer.write(message);
    this.#consumer.end(done);
  }

  #giveUp(): void {
    for (const bytes of this.#kept ?? []) this.#late.truncated += this.#consumer.write(bytes);
    this.#kept = undefined;
  }
}
