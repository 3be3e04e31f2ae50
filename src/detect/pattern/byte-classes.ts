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
    for (const set of sets) {
      const members = set.values();
      const inside = new Map<number, number>();
      for (const byte of members) inside.set(this.of[byte]!, (inside.get(this.of[byte]!) ?? 0) + 1);
      for (const [split, size] of inside) {
        if (size === sizes[split]) continue;
        sizes[split]! -= size;
        sizes[count] = size;
        for (const byte of members) if (this.of[byte] === split) this.of[byte] = count;
        count++;
      }
    }
    this.count = count;
  }
}
