import { linesOfClosed, countLines, readRemoved } from '../removed-lines.js';
import { codeOf } from '../../../text/unknown-error.js';
import { listForReading, openSegment } from './segment.js';

/** The lines that a journal holds, by number. Lines are numbered from 0 since the journal began, removed ones too. */
export interface LineNumbers {
  /** Of the oldest line that is still there: as many were removed. */
  readonly first: number;
  /** One above the newest line. */
  readonly end: number;
}

/**
 * Counts the lines of a journal that grows. Closed files are counted once, and of the current file only what came since
 * the last look, so that asking often costs little.
 */
export class LineCounter {
  readonly #folder: string;
  readonly #closed = new Map<number, number>();
  #current = { sequence: 0, offset: 0, lines: 0 };

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws GuardianError `journal.unreadable`, or the system error. */
  async count(): Promise<LineNumbers> {
    const { closed, current } = await listForReading(this.#folder);
    const removed = await readRemoved(this.#folder);
    let end = removed.lines;
    for (const sequence of closed) {
      if (sequence > removed.through) end += await this.#linesOf(sequence);
    }
    for (const sequence of this.#closed.keys()) if (!closed.includes(sequence)) this.#closed.delete(sequence);
    return { first: removed.lines, end: end + (await this.#linesOfCurrent(current)) };
  }

  async #linesOf(sequence: number): Promise<number> {
    const known = this.#closed.get(sequence);
    if (known !== undefined) return known;
    try {
      const lines = await linesOfClosed(this.#folder, sequence);
      this.#closed.set(sequence, lines);
      return lines;
    } catch (error) {
      // Removed between listing and reading: the next count knows it.
      if (codeOf(error) === 'ENOENT') return 0;
      throw error;
    }
  }

  async #linesOfCurrent(sequence: number): Promise<number> {
    const segment = await openSegment(this.#folder, sequence);
    if (segment === undefined) return 0;
    try {
      const isSame = this.#current.sequence === sequence && this.#current.offset <= segment.size;
      const { offset: from, lines: before } = isSame ? this.#current : { offset: 0, lines: 0 };
      const { lines, offset } = await countLines(segment.handle, from, segment.size);
      this.#current = { sequence, offset, lines: before + lines };
      return this.#current.lines;
    } finally {
      await segment.handle.close();
    }
  }
}
