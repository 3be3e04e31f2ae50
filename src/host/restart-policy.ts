/** Crashes within this time count together, in milliseconds. */
const WINDOW_MS = 60_000;
/** More crashes than this in the window are a loop that restarting does not end. */
const MAX_CRASHES = 8;
/** Pause after the second crash in the window. */
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/** Decides whether and when a crashed process is started again: at once the first time, later each time after that. */
export class RestartPolicy {
  #times: number[] = [];

  /** Crashes within the window. */
  get crashes(): number {
    return this.#times.length;
  }

  /**
   * Takes note of a crash.
   *
   * @param now Monotonic time in milliseconds.
   * @returns the pause before the next start, or undefined when it is a crash loop.
   */
  next(now: number): number | undefined {
    this.#times = [...this.#times.filter((time) => now - time < WINDOW_MS), now];
    if (this.#times.length > MAX_CRASHES) return undefined;
    if (this.#times.length === 1) return 0;
    return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.#times.length - 2));
  }
}
