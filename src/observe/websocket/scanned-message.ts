import type { BodyConsumer } from '../body/consumer.js';
import { fileBody } from '../body/packed-body.js';
import type { Content } from '../content.js';
import type { ConversationContext } from '../conversation.js';
import { mayBeEvent, type DeltaJoiner } from '../model/delta-joiner.js';

/** Messages kept whole for joining what models say; larger ones are only scanned as they are. */
const MAX_JOINED_BYTES = 256 * 1024;

/** One WebSocket message on its way to the scanner; one that leaves may be a packed file. */
export class ScannedMessage {
  readonly #context: ConversationContext;
  readonly #contentOf: () => Content;
  #content: Content | undefined;
  #body: BodyConsumer | undefined;
  /** Undefined once the message is none of a model. */
  #joiner: DeltaJoiner | undefined;
  #text: Buffer[] = [];
  #textBytes = 0;

  /**
   * @param contentOf Asked when the first byte of the message comes out of its decoder, behind all messages before it.
   * @param joiner Given the whole message where it may be an event of a model.
   */
  constructor(context: ConversationContext, contentOf: () => Content, joiner: DeltaJoiner) {
    this.#context = context;
    this.#contentOf = contentOf;
    this.#joiner = joiner;
  }

  /** Returns how many of the bytes will not be scanned. */
  write(bytes: Uint8Array): number {
    if (this.#textBytes === 0 && !mayBeEvent(bytes)) this.#joiner = undefined;
    if (this.#joiner !== undefined && this.#textBytes <= MAX_JOINED_BYTES) {
      this.#textBytes += bytes.length;
      this.#text.push(Buffer.from(bytes));
    }
    this.#body ??= this.#begin();
    return this.#body.write(bytes);
  }

  flush(): void {
    this.#body?.flush();
  }

  /**
   * @param done Called once everything was scanned.
   * @returns Whether a model's reply begins with this message.
   */
  end(done: () => void): boolean {
    // The event first: a finding then says that it stands in a tool call, not only somewhere in a frame.
    const begins = this.#joined();
    this.#text = [];
    if (this.#body === undefined) done();
    else this.#body.end(done);
    return begins;
  }

  #joined(): boolean {
    if (this.#joiner === undefined || this.#content === undefined || this.#textBytes > MAX_JOINED_BYTES) return false;
    return this.#joiner.take(Buffer.concat(this.#text), { ...this.#content, location: 'event' });
  }

  #begin(): BodyConsumer {
    const { sink, maxScanBytes, late } = this.#context;
    this.#content = this.#contentOf();
    return fileBody(sink, this.#content, { left: maxScanBytes }, late);
  }
}
