import { BARRIER } from './barrier.js';
import type { CleanMemory } from './clean-memory.js';
import type { KnownFields } from './field-joiner.js';
import type { ScanContext } from './scan-context.js';

/** Of several short texts of one message, those that have to be scanned, as one text with each in a line of its own. */
export class FreshValues {
  /** The others, and where they would stand. */
  readonly known: readonly KnownFields[];
  /** Which of all values are scanned. */
  readonly indexes: readonly number[];
  readonly #values: readonly string[];
  /** Where each of them ends, with what stands behind it. */
  readonly #ends: number[] = [];

  constructor(values: readonly string[], direction: ScanContext['direction'], clean: CleanMemory) {
    const fresh: string[] = [];
    const indexes: number[] = [];
    const known: KnownFields[] = [];
    let at = 0;
    values.forEach((value, index) => {
      const fragments = clean.fragmentsOf(direction, value);
      if (fragments !== undefined) {
        known.push({ at, fragments });
        return;
      }
      at += value.length + BARRIER.length;
      fresh.push(value);
      indexes.push(index);
      this.#ends.push(at);
    });
    this.#values = fresh;
    this.known = known;
    this.indexes = indexes;
  }

  /** Their text. */
  get bytes(): Buffer {
    return Buffer.from(this.#values.join(BARRIER), 'latin1');
  }

  /** The number, among all values, of the one that stands at an offset. */
  indexAt(offset: number): number {
    const place = this.#ends.findIndex((end) => end > offset);
    return this.indexes[Math.max(0, place)] ?? 0;
  }
}
