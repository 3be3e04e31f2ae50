import type { ByteSet } from './byte-set.js';

/** Bytes that none of some sets tells from each other are of one class: they share a column of an automaton's table. */
export class ByteClasses {
  /** Per byte, the number of its class. */
  readonly of: Uint8Array = new Uint8Array(256);
  /** How many there are. */
  readonly count: number;

  constructor(sets: readonly ByteSet[]) {
    let count = 1;
    const sizes = new Uint16Array(256);
    sizes[0] = 256;
    /** Per class, how many of its bytes are in the set, and the new class of these where that is not all of them. */
    const inside = new Uint16Array(256);
    const split = new Uint8Array(256);
    for (const set of sets) {
      const members = set.values();
      inside.fill(0);
      for (const byte of members) inside[this.of[byte]!]!++;
      split.fill(0);
      for (const byte of members) {
        const was = this.of[byte]!;
        if (inside[was] === sizes[was] && split[was] === 0) continue;
        if (split[was] === 0) split[was] = count++;
        this.of[byte] = split[was]!;
        sizes[was]!--;
        sizes[split[was]!]!++;
      }
    }
    this.count = count;
  }
}
