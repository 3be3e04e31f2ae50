import type { BodyConsumer } from './consumer.js';

/** Parts of a body that were ended and may still be at work, and whoever waits for the last of them. */
export class Endings {
  #atWork = 0;
  #done: (() => void) | undefined;

  /** Ends a part, if there is one. */
  end(part: BodyConsumer | undefined): void {
    if (part === undefined) return;
    this.#atWork++;
    part.end(() => {
      this.#atWork--;
      this.#settle();
    });
  }

  /** No part follows. @param done Called once all parts are through, at once when they are. */
  wait(done: () => void): void {
    this.#done = done;
    this.#settle();
  }

  #settle(): void {
    if (this.#atWork > 0) return;
    const done = this.#done;
    this.#done = undefined;
    done?.();
  }
}
