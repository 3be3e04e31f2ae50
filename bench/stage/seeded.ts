/** The same numbers in every run: a fixture made from them is the same bytes everywhere. */
export class Seeded {
  #state: number;

  /** @param seed Any whole number; 0 counts as 1, from which alone the generator could not move. */
  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** A whole number from 0 up to and without `below`: Marsaglia's xorshift with 32 bits. */
  next(below: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % below;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.next(choices.length)]!;
  }
}
