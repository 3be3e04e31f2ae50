import type { PageWords, ReportRow } from '../report-data.js';

/** What is looked for. Everything that is given must hold; an empty text holds for every finding. */
export interface Wanted {
  readonly search: string;
  readonly severity: string;
  readonly direction: string;
}

/** Finds rows by what is shown in them. */
export class RowFilter {
  readonly #rows: readonly ReportRow[];
  /** What each row shows, in lower case. */
  readonly #texts: readonly string[];

  constructor(rows: readonly ReportRow[], words: PageWords) {
    this.#rows = rows;
    this.#texts = rows.map(({ severity, direction, pattern, agent, dest, snippet, place }) =>
      [pattern, dest, agent, snippet, place, severity, words.directions[direction]].join('\n').toLowerCase(),
    );
  }

  /** The rows that show every word that is looked for, in their order. */
  matching({ search, severity, direction }: Wanted): ReportRow[] {
    const parts = search.toLowerCase().split(/\s+/).filter(Boolean);
    return this.#rows.filter(
      (row, i) =>
        (severity === '' || row.severity === severity) &&
        (direction === '' || row.direction === direction) &&
        parts.every((part) => this.#texts[i]?.includes(part) === true),
    );
  }
}
