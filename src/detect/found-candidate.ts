import { bufferOf, type Text } from './pattern/text.js';
import type { Candidate } from './rule.js';

/** Bytes of context that a rule's own test may look at on either side. */
export const CONTEXT_BYTES = 64;
/** Bytes behind a match that a test may look at where an order follows a frame or an address in its own time. */
const FURTHER_BYTES = 448;

/**
 * A match whose parts are read from the text when they are asked for: most matches are turned down by one or two of them,
 * and in a text that is made to be slow there is one at every third byte. Valid while the text is.
 */
export class FoundCandidate implements Candidate {
  readonly #from: Text;
  readonly #start: number;
  readonly #end: number;
  readonly #secretIn: RegExp | undefined;
  #text: string | undefined;
  #secret: string | undefined;
  #before: string | undefined;
  #after: string | undefined;
  #further: string | undefined;

  /** @param secretIn The expression whose group `secret` marks the secret; without it that is the whole match. */
  constructor(from: Text, start: number, end: number, secretIn: RegExp | undefined) {
    this.#from = from;
    this.#start = start;
    this.#end = end;
    this.#secretIn = secretIn;
  }

  get text(): string {
    return (this.#text ??= this.#slice(this.#start, this.#end));
  }

  get secret(): string {
    return (this.#secret ??= this.#secretIn?.exec(this.text)?.groups?.['secret'] ?? this.text);
  }

  get before(): string {
    return (this.#before ??= this.#slice(Math.max(0, this.#start - CONTEXT_BYTES), this.#start));
  }

  get after(): string {
    return (this.#after ??= this.#slice(this.#end, Math.min(this.#from.bytes.length, this.#end + CONTEXT_BYTES)));
  }

  get further(): string {
    return (this.#further ??= this.#slice(this.#end, Math.min(this.#from.bytes.length, this.#end + FURTHER_BYTES)));
  }

  get fromStart(): boolean {
    return this.#from.atStart && this.#start <= CONTEXT_BYTES;
  }

  #slice(from: number, to: number): string {
    return bufferOf(this.#from).toString('latin1', from, to);
  }
}
