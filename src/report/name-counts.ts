import type { RankedCount, Ranking } from './report-data.js';

/** Names that are told apart: whoever invents host names can invent any number of them. */
const MAX_NAMES = 10_000;
/** Names that are shown. */
const TOP = 12;

/** Counts findings by a name that traffic may have chosen, in bounded memory. */
export class NameCounts {
  readonly #counts = new Map<string, number>();
  #unnamed = 0;

  add(name: string): void {
    const count = this.#counts.get(name);
    if (count === undefined && this.#counts.size >= MAX_NAMES) this.#unnamed++;
    else this.#counts.set(name, (count ?? 0) + 1);
  }

  /** The most frequent names, and how many findings the others have. */
  ranking(): Ranking {
    const all: RankedCount[] = [...this.#counts].map(([name, findings]) => ({ name, findings }));
    all.sort((a, b) => b.findings - a.findings || (a.name < b.name ? -1 : 1));
    const others = all.slice(TOP).reduce((sum, { findings }) => sum + findings, this.#unnamed);
    return { top: all.slice(0, TOP), others };
  }
}
