import { once } from './once.js';

/** Places for what is open at a time and takes memory, bounded for each agent group and in all. */
export class OpenPlaces {
  readonly #perAgent: number;
  readonly #inAll: number;
  readonly #open = new Map<string, number>();
  #all = 0;

  constructor(perAgent: number, inAll: number) {
    this.#perAgent = perAgent;
    this.#inAll = inAll;
  }

  /**
   * Takes so many places.
   *
   * @returns what gives them back, however often it is called; undefined when not so many are free.
   */
  take(agent: string, count: number): (() => void) | undefined {
    const taken = (this.#open.get(agent) ?? 0) + count;
    if (taken > this.#perAgent || this.#all + count > this.#inAll) return undefined;
    this.#open.set(agent, taken);
    this.#all += count;
    return once(() => {
      this.#all -= count;
      const left = (this.#open.get(agent) ?? 0) - count;
      if (left > 0) this.#open.set(agent, left);
      else this.#open.delete(agent);
    });
  }

  /** How many are taken. */
  get count(): number {
    return this.#all;
  }
}
