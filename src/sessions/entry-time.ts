/** ISO 8601 with a zone, as transcripts have it. */
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * When the lines of a file happened, as they say themselves. A line without a time has that of the line before; one of
 * the future, which a container may well write, counts as of now.
 */
export class EntryTime {
  readonly #now: number;
  #last: number;

  /**
   * @param fallback For lines before the first that has a time, in ms since 1970.
   * @param now The latest time that is possible, in ms since 1970.
   */
  constructor(fallback: number, now: number) {
    this.#now = now;
    this.#last = Math.min(fallback, now);
  }

  /** The time of the next line, in ms since 1970. */
  next(text: string | undefined): number {
    const at = text !== undefined && ISO.test(text) ? Date.parse(text) : NaN;
    // Before the epoch there were no transcripts, and times do not compare as text.
    if (at >= 0) this.#last = Math.min(at, this.#now);
    return this.#last;
  }
}
