import { severities, type Finding, type Severity } from '../findings/finding.js';
import { parseLine } from '../findings/journal/line.js';
import { subjectsOf } from '../sinks/nats/subjects.js';
import type { Fleet } from './fleet-connection.js';
import { readStream } from './read-stream.js';

/** A finding with the host that it was made on. */
export interface FleetFinding {
  readonly host: string;
  readonly finding: Finding;
}

/** Which findings of a fleet. */
export interface FleetFindingsQuery {
  readonly since: Date;
  /** Only of this host. */
  readonly host?: string;
  readonly minSeverity?: Severity;
}

/**
 * Every line that hosts have published, in the order stored, without those that are no findings. A finding may come again.
 *
 * @param onOther Called for each message that is no finding as this version knows them: a host of another version, perhaps.
 */
export async function* fleetLines(
  fleet: Fleet,
  { since, host = '*', minSeverity = 'low' }: FleetFindingsQuery,
  onOther: () => void = () => undefined,
): AsyncGenerator<FleetFinding, void, undefined> {
  const least = severities.indexOf(minSeverity);
  const { findings: subject } = subjectsOf(fleet.prefix, host);
  for await (const message of readStream(fleet, fleet.streams.findings, { subject, since })) {
    const finding = parseLine(message.data);
    if (finding === undefined) onOther();
    else if (severities.indexOf(finding.severity) >= least) yield { host: message.host, finding };
  }
}

/** The newest findings, each once in its newest form, the newest first. Holds no more than `limit`. */
export async function newestFindings(
  lines: AsyncIterable<FleetFinding>,
  limit: number,
): Promise<readonly FleetFinding[]> {
  const newest = new Map<string, FleetFinding>();
  for await (const line of lines) {
    const key = keyOfLine(line);
    const before = newest.get(key);
    if (before !== undefined && countOf(before) > countOf(line)) continue;
    newest.delete(key);
    newest.set(key, line);
    for (const oldest of newest.keys()) {
      if (newest.size <= limit) break;
      newest.delete(oldest);
    }
  }
  return [...newest.values()].reverse();
}

/** Names a finding in its fleet. */
export function keyOfLine({ host, finding: { id = '' } }: FleetFinding): string {
  return `${host} ${id}`;
}

/** How often it was seen so far. */
export function countOf({ finding: { count = 1 } }: FleetFinding): number {
  return count;
}
