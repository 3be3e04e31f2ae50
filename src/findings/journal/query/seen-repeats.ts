import type { Position } from './cursor.js';

/**
 * How far apart the lines of one finding can be, in bytes. Dedup keeps a bounded number of windows open and closes the
 * oldest first, so a few thousand lines lie between the first and the last line of a finding, however long it takes.
 */
export const MAX_REPEAT_SPAN_BYTES = 64 * 1024 * 1024;

interface Repeat {
  /** Behind the newest line of the finding. */
  readonly end: Position;
  readonly depth: number;
}

/**
 * Knows, while a journal is read newest first, which lines are about a finding that a newer line was about. Only
 * findings with a count above 1 are remembered, and only until their first line has been passed.
 */
export class SeenRepeats {
  /** By id; the newest line first. */
  readonly #repeats = new Map<string, Repeat>();

  /**
   * Takes the next older line and tells whether a newer one was seen.
   *
   * @param end The place behind the line.
   * @param depth Bytes read so far, down to this line.
   */
  isSuperseded(id: string | undefined, count: number, end: Position, depth: number): boolean {
    if (id === undefined) return false;
    if (!this.#repeats.has(id)) {
      if (count > 1) this.#repeats.set(id, { end, depth });
      return false;
    }
    if (count <= 1) this.#repeats.delete(id);
    return true;
  }

  /** Forgets findings whose first line cannot come any more: it was lost when it should have been written. */
  forgetBefore(depth: number): void {
    for (const [id, repeat] of this.#repeats) {
      if (depth - repeat.depth <= MAX_REPEAT_SPAN_BYTES) break;
      this.#repeats.delete(id);
    }
  }

  /** From where one has to read again to know the same; undefined when nothing is remembered. */
  get lookFrom(): Position | undefined {
    for (const repeat of this.#repeats.values()) return repeat.end;
    return undefined;
  }
}
