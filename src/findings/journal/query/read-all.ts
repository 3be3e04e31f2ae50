import type { Finding } from '../../finding.js';
import { parseLine, REPEAT_MARK } from '../line.js';
import { filterOf, fits, type Filter, type FindingsConditions } from './filter.js';
import { Prefilter } from './prefilter.js';
import { emptyStats, endOf, scanNewestFirst, scanOldestFirst, type ScannedBlock, type ScanStats } from './scan.js';
import { MAX_REPEAT_SPAN_BYTES, SeenRepeats } from './seen-repeats.js';

/**
 * Streams all findings that fit, each once in its newest form, at flat memory. Ordered by the newest line about each.
 * What is appended after the call is left out.
 *
 * @param stats Counts what is looked at, while it is looked at.
 * @throws GuardianError as the query does.
 */
export function readAllFindings(
  folder: string,
  conditions: FindingsConditions,
  order: 'newest-first' | 'oldest-first',
  stats: ScanStats = emptyStats(),
): AsyncGenerator<Finding, void, undefined> {
  const filter = filterOf(conditions);
  return order === 'newest-first' ? newestFirst(folder, filter, stats) : oldestFirst(folder, filter, stats);
}

/**
 * Streams every line that fits in the order in which they were written, at flat memory: a finding that was repeated
 * comes again, with the same id and a higher count. What is appended after the call is left out.
 *
 * @throws GuardianError as the query does.
 */
export async function* readLinesAsWritten(
  folder: string,
  conditions: FindingsConditions,
): AsyncGenerator<Finding, void, undefined> {
  const filter = filterOf(conditions);
  const options = { folder, filter, prefilter: new Prefilter(filter), stats: emptyStats() };
  for await (const { bytes, lines } of scanOldestFirst(options, await endOf(folder))) {
    for (let i = 0; i < lines.length; i += 2) {
      const finding = parseLine(bytes.subarray(lines[i], lines[i + 1]));
      if (finding !== undefined && fits(filter, finding)) yield finding;
    }
  }
}

async function* newestFirst(
  folder: string,
  filter: Filter,
  stats: ScanStats,
): AsyncGenerator<Finding, void, undefined> {
  const repeats = new SeenRepeats();
  const options = { folder, filter, prefilter: new Prefilter(filter), stats };
  for await (const { sequence, offset, bytes, lines, depth } of scanNewestFirst(options, undefined)) {
    repeats.forgetBefore(depth);
    for (let i = lines.length - 2; i >= 0; i -= 2) {
      const finding = parseLine(bytes.subarray(lines[i], lines[i + 1]));
      if (finding === undefined) stats.skippedLines++;
      if (finding === undefined || !fits(filter, finding)) continue;
      const behind = { sequence, offset: offset + lines[i + 1]! + 1 };
      if (!repeats.isSuperseded(finding.id, finding.count ?? 1, behind, depth)) yield finding;
    }
  }
}

async function* oldestFirst(
  folder: string,
  filter: Filter,
  stats: ScanStats,
): AsyncGenerator<Finding, void, undefined> {
  const end = await endOf(folder);
  const options = { folder, filter, prefilter: new Prefilter(filter), stats };
  // A second reader goes ahead of the first by the span of a finding's lines and notes the repeats.
  const ahead = new RepeatsAhead(
    scanOldestFirst({ ...options, prefilter: new Prefilter(filter, [REPEAT_MARK]), stats: emptyStats() }, end),
  );
  try {
    for await (const { bytes, lines, depth } of scanOldestFirst(options, end)) {
      await ahead.readTo(depth + bytes.length + MAX_REPEAT_SPAN_BYTES);
      for (let i = 0; i < lines.length; i += 2) {
        const finding = parseLine(bytes.subarray(lines[i], lines[i + 1]));
        if (finding === undefined) stats.skippedLines++;
        if (finding === undefined || !fits(filter, finding)) continue;
        if (ahead.isNewest(finding.id, finding.count ?? 1)) yield finding;
      }
    }
  } finally {
    await ahead.close();
  }
}

/** The highest count of each finding that is repeated a little further on. */
class RepeatsAhead {
  readonly #blocks: AsyncGenerator<ScannedBlock, void, undefined>;
  readonly #counts = new Map<string, number>();
  #depth = 0;

  constructor(blocks: AsyncGenerator<ScannedBlock, void, undefined>) {
    this.#blocks = blocks;
  }

  async readTo(depth: number): Promise<void> {
    while (this.#depth < depth) {
      const next = await this.#blocks.next();
      if (next.done === true) {
        this.#depth = Infinity;
        return;
      }
      this.#depth = next.value.depth + next.value.bytes.length;
      this.#note(next.value);
    }
  }

  /** Tells whether no newer line about a finding follows, and forgets it then. */
  isNewest(id: string | undefined, count: number): boolean {
    if (id === undefined) return true;
    const highest = this.#counts.get(id);
    if (highest !== undefined && highest > count) return false;
    this.#counts.delete(id);
    return true;
  }

  async close(): Promise<void> {
    await this.#blocks.return();
  }

  #note({ bytes, lines }: ScannedBlock): void {
    for (let i = 0; i < lines.length; i += 2) {
      const { id, count = 1 } = parseLine(bytes.subarray(lines[i], lines[i + 1])) ?? {};
      if (id !== undefined) this.#counts.set(id, Math.max(count, this.#counts.get(id) ?? 0));
    }
  }
}
