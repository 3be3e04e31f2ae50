import type { Direction, Severity, ThreatType } from '../../finding.js';
import { parseHead, type LineHead } from '../line.js';
import { filterOf, fitsTime, type FindingsConditions } from './filter.js';
import { Prefilter } from './prefilter.js';
import { emptyStats, scanNewestFirst, type ScanStats } from './scan.js';
import { SeenRepeats } from './seen-repeats.js';

/** How many findings there are of one kind. */
export interface FindingCount {
  readonly findings: number;
  /** With the repeats that were folded into them. */
  readonly occurrences: number;
}

export interface PatternCount extends FindingCount {
  readonly pattern: string;
  readonly threatType: ThreatType;
  readonly severity: Severity;
  readonly direction: Direction;
}

export interface FindingsSummary {
  readonly total: FindingCount;
  readonly bySeverity: Readonly<Record<Severity, FindingCount>>;
  readonly byDirection: Readonly<Record<Direction, FindingCount>>;
  /** One for each combination that occurs, the most frequent first. As many as there are rules, times a few. */
  readonly patterns: readonly PatternCount[];
  readonly scanned: Readonly<ScanStats>;
}

/**
 * Counts findings, without keeping any. Reads only the front of each line.
 *
 * @throws GuardianError as the query does.
 */
export async function summarizeFindings(
  folder: string,
  conditions: Pick<FindingsConditions, 'since' | 'until' | 'agent'>,
): Promise<FindingsSummary> {
  const filter = filterOf(conditions);
  const stats = emptyStats();
  const repeats = new SeenRepeats();
  const rows = new Map<string, Row>();
  const options = { folder, filter, prefilter: new Prefilter(filter), stats };
  for await (const { sequence, offset, bytes, lines, depth } of scanNewestFirst(options, undefined)) {
    repeats.forgetBefore(depth);
    for (let i = lines.length - 2; i >= 0; i -= 2) {
      const head = parseHead(bytes.subarray(lines[i], lines[i + 1]));
      stats.lines++;
      if (head === undefined) stats.skippedLines++;
      if (head === undefined || !fitsTime(filter, head.timestamp, head.lastSeen ?? head.timestamp)) continue;
      const behind = { sequence, offset: offset + lines[i + 1]! + 1 };
      if (!repeats.isSuperseded(head.id, head.count, behind, depth)) count(rows, head);
    }
  }
  return { ...totals([...rows.values()]), scanned: stats };
}

interface Row extends PatternCount {
  findings: number;
  occurrences: number;
}

function count(
  rows: Map<string, Row>,
  { pattern, threatType, severity, direction, count: occurrences }: LineHead,
): void {
  const key = `${pattern} ${severity} ${direction}`;
  let row = rows.get(key);
  if (row === undefined)
    rows.set(key, (row = { pattern, threatType, severity, direction, findings: 0, occurrences: 0 }));
  row.findings++;
  row.occurrences += occurrences;
}

function totals(rows: Row[]): Omit<FindingsSummary, 'scanned'> {
  const sumOf = (which: (row: Row) => boolean): FindingCount => {
    const sum = { findings: 0, occurrences: 0 };
    for (const row of rows.filter(which)) {
      sum.findings += row.findings;
      sum.occurrences += row.occurrences;
    }
    return sum;
  };
  return {
    total: sumOf(() => true),
    bySeverity: {
      low: sumOf((row) => row.severity === 'low'),
      medium: sumOf((row) => row.severity === 'medium'),
      high: sumOf((row) => row.severity === 'high'),
      critical: sumOf((row) => row.severity === 'critical'),
    },
    byDirection: {
      outbound: sumOf((row) => row.direction === 'outbound'),
      inbound: sumOf((row) => row.direction === 'inbound'),
    },
    patterns: rows.sort((a, b) => b.findings - a.findings || (a.pattern < b.pattern ? -1 : 1)),
  };
}
