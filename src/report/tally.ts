import type { Finding } from '../findings/finding.js';
import { printable } from '../text/printable.js';
import { NameCounts } from './name-counts.js';
import type { FindingsReport, ReportRow, ReportSeverity, Timeline } from './report-data.js';
import { stepsBetween } from './time-steps.js';

/** Rows of the table: about 3 MB of page for ten thousand. */
const MAX_ROWS = 20_000;

/** Counts the findings of a period one by one, in memory that does not grow with them. */
export class FindingsTally {
  readonly #starts: readonly number[];
  readonly #stepMs: number;
  readonly #counts: Record<ReportSeverity, number[]>;
  readonly #patterns = new NameCounts();
  readonly #destinations = new NameCounts();
  readonly #agents = new NameCounts();
  readonly #rows: ReportRow[] = [];
  #findings = 0;
  #occurrences = 0;

  /** @param since First moment of the period. @param until Last one. */
  constructor(since: Date, until: Date) {
    const { starts, stepMs } = stepsBetween(since, until);
    this.#starts = starts;
    this.#stepMs = stepMs;
    const none = (): number[] => starts.map(() => 0);
    this.#counts = { critical: none(), high: none(), medium: none(), low: none() };
  }

  /** Takes the next finding; the newest come first. */
  add(finding: Finding): void {
    const row = rowOf(finding);
    this.#findings++;
    this.#occurrences += row.count;
    this.#patterns.add(row.pattern);
    this.#destinations.add(row.dest);
    this.#agents.add(row.agent);
    // What began before the period and went on in it stands at its beginning.
    const step = Math.floor((row.first - (this.#starts[0] ?? 0)) / this.#stepMs);
    const counts = this.#counts[row.severity];
    const at = Math.min(Math.max(step, 0), counts.length - 1);
    counts[at] = (counts[at] ?? 0) + 1;
    if (this.#rows.length < MAX_ROWS) this.#rows.push(row);
  }

  result(): FindingsReport {
    const timeline: Timeline = { starts: this.#starts, stepMs: this.#stepMs, counts: this.#counts };
    const sum = (severity: ReportSeverity): number => this.#counts[severity].reduce((a, b) => a + b, 0);
    return {
      findings: this.#findings,
      occurrences: this.#occurrences,
      bySeverity: { critical: sum('critical'), high: sum('high'), medium: sum('medium'), low: sum('low') },
      timeline,
      patterns: this.#patterns.ranking(),
      destinations: this.#destinations.ranking(),
      agents: this.#agents.ranking(),
      rows: this.#rows,
    };
  }
}

function rowOf(finding: Finding): ReportRow {
  const { timestamp, last_seen: last = timestamp, count = 1, severity, direction, agent = '-' } = finding;
  const { location, decoding = [] } = finding;
  return {
    first: Date.parse(timestamp),
    last: Date.parse(last),
    count,
    severity,
    direction,
    pattern: printable(finding.pattern),
    agent: printable(agent),
    dest: printable(finding.dest),
    snippet: printable(finding.snippet),
    place: printable([...(location === undefined ? [] : [location]), ...decoding].join(' › ')),
  };
}
