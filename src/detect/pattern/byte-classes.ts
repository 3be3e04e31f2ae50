import type { ByteSet } from './byte-set.js';

const UNNAMED = -1;

/** Bytes that none of some sets tells from each other are of one class: they share a column of an automaton's table. */
export class ByteClasses {
  /** Per byte, the number of its class. */
  readonly of: Uint8Array = new Uint8Array(256);
  /** How many there are. */
  readonly count: number;

  constructor(sets: readonly ByteSet[]) {
    let count = 1;
    // A class splits into its bytes inside a set and those outside it; either half gets a new number.
    const renamed = new Int16Array(2 * 256);
    for (const set of sets) {
      renamed.fill(UNNAMED);
      count = 0;
      for (let byte = 0; byte < 256; byte++) {
        const half = 2 * this.of[byte]! + (set.has(byte) ? 1 : 0);
        if (renamed[half] === UNNAMED) renamed[half] = count++;
        this.of[byte] = renamed[half]!;
      }
    }
    this.count = count;
  }
}
