import { charsetNamed } from './charset.js';
import type { BodyConsumer } from './consumer.js';
import type { Transcript } from './transcript.js';

/** Where a page names its character set, in bytes from its beginning (WHATWG HTML, "prescan a byte stream"). */
const PRESCANNED_BYTES = 1024;
/** In HTML and in XML. */
const NAMED = /(?:charset|encoding)[ \t]{0,4}=[ \t]{0,4}["']?([\w.:-]{1,40})/i;

/** A page whose Content-Type says nothing of its character set: browsers take what it names itself. */
export class PageBody implements BodyConsumer {
  readonly #body: BodyConsumer;
  readonly #transcriptIn: (charset: ReturnType<typeof charsetNamed>) => Transcript | undefined;
  /** The beginning, until it is long enough; undefined from then on. */
  #held: Buffer[] | undefined = [];
  #length = 0;
  #transcript: Transcript | undefined;

  /** @param transcriptIn Begins a transcript, where the set can be decoded and has to be. */
  constructor(body: BodyConsumer, transcriptIn: (charset: ReturnType<typeof charsetNamed>) => Transcript | undefined) {
    this.#body = body;
    this.#transcriptIn = transcriptIn;
  }

  write(bytes: Uint8Array): number {
    if (this.#held === undefined) this.#transcript?.write(bytes);
    else {
      this.#held.push(Buffer.from(bytes));
      this.#length += bytes.length;
      if (this.#length >= PRESCANNED_BYTES) this.#begin();
    }
    return this.#body.write(bytes);
  }

  flush(): void {
    this.#transcript?.flush();
    this.#body.flush();
  }

  end(done: () => void): void {
    this.#begin();
    if (this.#transcript === undefined) this.#body.end(done);
    else this.#transcript.end(() => this.#body.end(done));
  }

  #begin(): void {
    if (this.#held === undefined) return;
    const beginning = Buffer.concat(this.#held);
    this.#held = undefined;
    const name = NAMED.exec(beginning.toString('latin1', 0, PRESCANNED_BYTES))?.[1];
    if (name === undefined) return;
    this.#transcript = this.#transcriptIn(charsetNamed(name));
    this.#transcript?.write(beginning);
  }
}
