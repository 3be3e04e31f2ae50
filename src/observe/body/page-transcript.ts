import type { TextDecoder } from 'node:util';
import { charsetNamed } from './charset.js';
import type { SideTranscript, Transcript } from './transcript.js';

/** Where a page names its character set, in bytes from its beginning (WHATWG HTML, "prescan a byte stream"). */
const PRESCANNED_BYTES = 1024;
/** In HTML and in XML. */
const NAMED = /(?:charset|encoding)[ \t]{0,4}=[ \t]{0,4}["']?([\w.:-]{1,40})/i;

/** What a page says whose Content-Type is silent on its character set: browsers take the one that it names itself. */
export class PageTranscript implements SideTranscript {
  readonly #transcriptIn: (decoder: TextDecoder) => Transcript;
  /** The beginning, until it is long enough; undefined from then on. */
  #held: Buffer[] | undefined = [];
  #length = 0;
  /** Undefined before it has begun, and where the bytes say by themselves what they say. */
  #transcript: Transcript | undefined;

  /** @param transcriptIn Begins a transcript, where the set has to be decoded and can be. */
  constructor(transcriptIn: (decoder: TextDecoder) => Transcript) {
    this.#transcriptIn = transcriptIn;
  }

  write(bytes: Uint8Array): void {
    if (this.#held === undefined) {
      this.#transcript?.write(bytes);
      return;
    }
    this.#held.push(Buffer.from(bytes));
    this.#length += bytes.length;
    if (this.#length >= PRESCANNED_BYTES) this.#begin(this.#held);
  }

  flush(): void {
    this.#transcript?.flush();
  }

  end(done: () => void): void {
    if (this.#held !== undefined) this.#begin(this.#held);
    if (this.#transcript === undefined) done();
    else this.#transcript.end(done);
  }

  #begin(held: readonly Buffer[]): void {
    const beginning = Buffer.concat(held);
    this.#held = undefined;
    const name = NAMED.exec(beginning.toString('latin1', 0, PRESCANNED_BYTES))?.[1];
    if (name === undefined) return;
    const named = charsetNamed(name);
    if (named.kind !== 'decodable') return;
    this.#transcript = this.#transcriptIn(named.decoder);
    this.#transcript.write(beginning);
  }
}
