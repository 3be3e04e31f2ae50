/** A flow that has sent nothing for this long pauses, in milliseconds: a model's words come 10 to 50 ms apart. */
const PAUSE_MS = 100;
/** One that does not pause is looked at this long after what was first seen of it and not looked at yet, in milliseconds. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Tells when what has come of a flow is to be looked at although more may follow. A look takes in what was there before,
 * 64 KB of it at most, and a model's reply comes a word at a time: looked at with each, one stream took a tenth of a
 * processor.
 */
export class FlowPause {
  #hasCome = false;
  /** When something was first noticed that was not looked at, and last; ms of the clock that `isDue` is given. */
  #since: number | undefined;
  #last = 0;

  /** Something has come. */
  note(): void {
    this.#hasCome = true;
  }

  /**
   * Whether it is time to look. Asked whenever nothing is left to read; true once for what has come.
   *
   * @param now In milliseconds, of a clock that never goes back.
   */
  isDue(now: number): boolean {
    if (this.#hasCome) {
      this.#hasCome = false;
      this.#since ??= now;
      this.#last = now;
    }
    if (this.#since === undefined) return false;
    if (now - this.#last < PAUSE_MS && now - this.#since < LONGEST_WAIT_MS) return false;
    this.#since = undefined;
    return true;
  }
}
