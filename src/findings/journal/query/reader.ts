import type { Finding } from '../../finding.js';
import type { FindingsConditions } from './filter.js';
import type { FindingsQuery } from './findings-query.generated.js';
import { queryFindings, type FindingsPage } from './query.js';
import { readAllFindings } from './read-all.js';
import type { ScanStats } from './scan.js';
import { summarizeFindings, type FindingsSummary } from './summary.js';
import { followLines, readNewLines, tailCursor, type TailBatch } from './tail.js';

/**
 * Reads a journal, in the process that writes it or in another. It holds nothing open between calls; a journal that
 * does not exist yet is an empty one.
 */
export class FindingsReader {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The newest findings that fit. See {@link queryFindings}. */
  query(query: FindingsQuery = {}): Promise<FindingsPage> {
    return queryFindings(this.#folder, query);
  }

  /** All findings that fit, as a stream. See {@link readAllFindings}. */
  readAll(
    conditions: FindingsConditions = {},
    order: 'newest-first' | 'oldest-first' = 'newest-first',
    stats?: ScanStats,
  ): AsyncGenerator<Finding, void, undefined> {
    return readAllFindings(this.#folder, conditions, order, stats);
  }

  /** How many findings there are, by pattern, severity and direction. See {@link summarizeFindings}. */
  summary(conditions: Pick<FindingsConditions, 'since' | 'until' | 'agent'> = {}): Promise<FindingsSummary> {
    return summarizeFindings(this.#folder, conditions);
  }

  /** A cursor for {@link tail} and {@link follow}. */
  tailCursor(end: 'oldest' | 'newest'): Promise<string> {
    return tailCursor(this.#folder, end);
  }

  /** What was written after a cursor. See {@link readNewLines}. */
  tail(cursor: string, limit?: number): Promise<TailBatch> {
    return readNewLines(this.#folder, cursor, limit);
  }

  /** Waits for what is written after a cursor. See {@link followLines}. */
  follow(
    cursor: string,
    options: { readonly signal: AbortSignal; readonly pollMs?: number },
  ): AsyncGenerator<TailBatch, void, undefined> {
    return followLines(this.#folder, cursor, options);
  }
}
