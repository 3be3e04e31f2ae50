import { usedShare } from './processes.js';

/** Above this share of the machine, what others do is heard in the numbers. */
export const TOO_MUCH = 0.15;
const LOOK_MS = 100;

/** Time that a run may spend on having the machine to itself: waiting for that, and measuring again. */
export class Patience {
  #leftMs: number;

  constructor(milliseconds: number) {
    this.#leftMs = milliseconds;
  }

  /** Returns when the machine is at rest, or when no patience is left. */
  async untilQuiet(): Promise<void> {
    while (this.#leftMs > 0) {
      if ((await usedShare(LOOK_MS)) < TOO_MUCH) return;
      this.#leftMs -= LOOK_MS;
    }
  }

  /** Spends time on doing something again. @returns whether there was enough of it. */
  spend(milliseconds: number): boolean {
    if (this.#leftMs < milliseconds) return false;
    this.#leftMs -= milliseconds;
    return true;
  }
}
