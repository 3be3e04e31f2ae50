/** Lines about one kind of event in a window, whatever clients do. */
const LINES = 100;
const WINDOW_MS = 10_000;

/**
 * How many lines the log has for each kind of event that clients can bring about at will: a flood of one must not push
 * everything else out of a log of bounded size. What is left out is counted, and the count goes with the next line.
 */
export class LineAllowance {
  readonly #clock: () => number;
  readonly #windows = new Map<string, { since: number; lines: number; leftOut: number }>();

  /** @param clock ms that only grow. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Takes one line; undefined when it is to be left out, otherwise how many like it were left out since the last one. */
  take(kind: string): number | undefined {
    const now = this.#clock();
    let window = this.#windows.get(kind);
    if (window === undefined || now - window.since >= WINDOW_MS) {
      window = { since: now, lines: 0, leftOut: window?.leftOut ?? 0 };
      this.#windows.set(kind, window);
    }
    if (window.lines >= LINES) {
      window.leftOut++;
      return undefined;
    }
    window.lines++;
    const { leftOut } = window;
    window.leftOut = 0;
    return leftOut;
  }
}
