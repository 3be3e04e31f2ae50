import { MAX_WINDOW } from './rule.js';
import type { Text } from './pattern/text.js';

/** Bytes that are looked at together. */
export const SEGMENT_BYTES = 64 * 1024;
/** Bytes of a segment that the next one begins with: more than the longest match and its context. */
const OVERLAP_BYTES = 2 * MAX_WINDOW;
const FIRST_CAPACITY = 4 * 1024;
/** First buffers of texts that have ended, for those that come: most bodies are small, and there are many. */
const spare: Buffer[] = [];
const MAX_SPARE = 64;
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Collects a stream into overlapping segments. Their borders are at fixed offsets of the stream, so what is found does
 * not depend on how the stream was cut.
 */
export class SegmentedText {
  readonly #look: (segment: Text) => void;
  #buffer: Buffer = NOTHING;
  #length = 0;
  #first = true;
  /** Bytes that no look has covered yet. */
  #fresh = 0;

  constructor(look: (segment: Text) => void) {
    this.#look = look;
  }

  write(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const take = Math.min(rest.length, SEGMENT_BYTES - this.#length);
      this.#append(take === rest.length ? rest : rest.subarray(0, take));
      rest = rest.subarray(take);
      if (this.#length === SEGMENT_BYTES) this.#next();
    }
  }

  /** Looks at what is there; matches that reach its end wait for more. */
  flush(): void {
    if (this.#fresh > 0) this.#see(false);
  }

  /** Looks once more also where all was seen by a flush: what reaches the end waited for it. */
  end(): void {
    if (this.#length > 0) this.#see(true);
    if (this.#buffer.length === FIRST_CAPACITY && spare.length < MAX_SPARE) spare.push(this.#buffer);
    this.#buffer = NOTHING;
    this.#length = 0;
    this.#fresh = 0;
  }

  #next(): void {
    this.#see(false);
    this.#first = false;
    this.#buffer.copyWithin(0, SEGMENT_BYTES - OVERLAP_BYTES, SEGMENT_BYTES);
    this.#length = OVERLAP_BYTES;
  }

  #see(atEnd: boolean): void {
    this.#fresh = 0;
    this.#look({ bytes: this.#buffer.subarray(0, this.#length), atStart: this.#first, atEnd });
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const capacity = Math.min(SEGMENT_BYTES, Math.max(FIRST_CAPACITY, needed, this.#buffer.length * 2));
      const larger = (capacity === FIRST_CAPACITY ? spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(capacity);
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = needed;
    this.#fresh += bytes.length;
  }
}
