import type { Severity } from '../findings/finding.js';
import { countOf, keyOfLine, type FleetFinding } from './findings.js';
import { Incidents, type Incident } from './incidents.js';

/** What a fleet found in a time. */
export interface FleetDigest {
  /** Distinct findings. */
  readonly findings: number;
  /** Repeats counted. */
  readonly occurrences: number;
  readonly by_severity: Readonly<Record<Severity, number>>;
  readonly by_host: Readonly<Record<string, number>>;
  readonly by_pattern: Readonly<Record<string, number>>;
  /** The same secret leaving several hosts, the one on most hosts first. */
  readonly incidents: readonly Incident[];
}

/** Adds up lines of findings. Of each finding its name and its count stay in memory, some 150 bytes. */
export async function digestOf(lines: AsyncIterable<FleetFinding>): Promise<FleetDigest> {
  const counts = new Map<string, number>();
  const bySeverity = { low: 0, medium: 0, high: 0, critical: 0 };
  const byHost = new Map<string, number>();
  const byPattern = new Map<string, number>();
  const incidents = new Incidents();
  let occurrences = 0;
  for await (const line of lines) {
    const key = keyOfLine(line);
    const before = counts.get(key) ?? 0;
    const count = countOf(line);
    if (count <= before) continue;
    counts.set(key, count);
    occurrences += count - before;
    incidents.add(line);
    if (before > 0) continue;
    const { severity, pattern } = line.finding;
    bySeverity[severity]++;
    byHost.set(line.host, (byHost.get(line.host) ?? 0) + 1);
    byPattern.set(pattern, (byPattern.get(pattern) ?? 0) + 1);
  }
  return {
    findings: counts.size,
    occurrences,
    by_severity: bySeverity,
    by_host: mostFirst(byHost),
    by_pattern: mostFirst(byPattern),
    incidents: incidents.list(),
  };
}

function mostFirst(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, many], [b, fewer]) => fewer - many || (a < b ? -1 : 1)));
}
