import type { BodyConsumer } from '../body/consumer.js';
import { fileBody } from '../body/packed-body.js';
import type { Direction } from '../content.js';
import type { ConversationContext } from '../conversation.js';
import { mayBeEvent, type DeltaJoiner } from '../model/delta-joiner.js';

/** Messages kept whole for joining what models say; larger ones are only scanned as they are. */
const MAX_JOINED_BYTES = 256 * 1024;

/** One WebSocket message on its way to the scanner; one that leaves may be a packed file. */
export class ScannedMessage {
  readonly #body: BodyConsumer;
  /** Undefined once the message is none of a model. */
  #joiner: DeltaJoiner | undefined;
  #text: Buffer[] = [];
  #textBytes = 0;

  /** @param joiner Given the whole message where it may be an event of a model. */
  constructor(context: ConversationContext, direction: Direction, joiner: DeltaJoiner) {
    const content = context.content(direction, 'frame');
    this.#body = fileBody(context.sink, content, { left: context.maxScanBytes }, context.late);
    this.#joiner = joiner;
  }

  /** Returns how many of the bytes will not be scanned. */
  write(bytes: Uint8Array): number {
    if (this.#textBytes === 0 && !mayBeEvent(bytes)) this.#joiner = undefined;
    if (this.#joiner !== undefined && this.#textBytes <= MAX_JOINED_BYTES) {
      this.#textBytes += bytes.length;
      this.#text.push(Buffer.from(bytes));
    }
    return this.#body.write(bytes);
  }

  flush(): void {
    this.#body.flush();
  }

  /** @param done Called once everything was scanned. */
  end(done: () => void): void {
    this.#body.end(done);
    if (this.#textBytes <= MAX_JOINED_BYTES) this.#joiner?.take(Buffer.concat(this.#text));
    this.#text = [];
  }
}
