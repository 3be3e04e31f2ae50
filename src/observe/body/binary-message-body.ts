import { partOf, type Content, type ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import { WholeBody, type BodyConsumer } from './consumer.js';

/** Larger messages are scanned as the bytes that they are. */
const MAX_MESSAGE_BYTES = 256 * 1024;

/** A message of a binary format, such as a protocol buffer: scanned with each of its strings in a line of its own. */
export class BinaryMessageBody implements BodyConsumer {
  readonly #sink: ContentSink;
  readonly #content: Content;
  readonly #consumer: BodyConsumer;
  readonly #late: Unscanned;
  readonly #separate: (message: Buffer) => boolean;
  /** The message so far; undefined once it is scanned as it is. */
  #kept: Buffer[] | undefined = [];
  #length = 0;
  /** Looks at a message that pauses before its end as it is, so that nothing waits for that end. */
  #ahead: WholeBody | undefined;

  /**
   * @param separate Puts the strings of a message into lines of their own, in place; leaves what is none as it is.
   * @param bodyOf Makes what the message is given to.
   */
  constructor(
    sink: ContentSink,
    content: Content,
    late: Unscanned,
    separate: (message: Buffer) => boolean,
    bodyOf: (content: Content) => BodyConsumer,
  ) {
    this.#sink = sink;
    // One message, which may be looked at twice.
    this.#content = partOf(content.message ?? {}, content);
    this.#consumer = bodyOf(this.#content);
    this.#late = late;
    this.#separate = separate;
  }

  write(bytes: Uint8Array): number {
    this.#length += bytes.length;
    if (this.#length > MAX_MESSAGE_BYTES) this.#giveUp();
    if (this.#kept === undefined) return this.#consumer.write(bytes);
    this.#kept.push(Buffer.from(bytes));
    this.#ahead?.write(bytes);
    return 0;
  }

  /**
   * A message that pauses before its end is not waited for; and it is read when the end comes all the same, because
   * honest ones pause: one of more than 64 KB on HTTP/2 waits for its receiver to make room (RFC 9113 §6.9.2).
   */
  flush(): void {
    if (this.#kept !== undefined && this.#length > 0) {
      this.#lookAhead(this.#kept);
    }
    this.#ahead?.flush();
    this.#consumer.flush();
  }

  end(done: () => void): void {
    const kept = this.#kept ?? [];
    const message = Buffer.concat(kept);
    this.#kept = undefined;
    // What arrives may be text that is only said to be a message, with letters for numbers and lengths.
    if (this.#separate(message) && this.#content.direction === 'inbound') this.#lookAhead(kept);
    if (message.length > 0) this.#late.truncated += this.#consumer.write(message);
    this.#endAhead();
    this.#consumer.end(done);
  }

  #giveUp(): void {
    for (const bytes of this.#kept ?? []) this.#late.truncated += this.#consumer.write(bytes);
    this.#kept = undefined;
    this.#endAhead();
  }

  /** Looks at what has come as it is, unless that was begun before. */
  #lookAhead(kept: readonly Buffer[]): void {
    if (this.#ahead !== undefined) return;
    this.#ahead = new WholeBody(this.#sink, this.#content, { left: MAX_MESSAGE_BYTES });
    for (const bytes of kept) this.#ahead.write(bytes);
  }

  #endAhead(): void {
    this.#ahead?.end(() => undefined);
    this.#ahead = undefined;
  }
}
