import { readIncidents } from '../../findings/incidents/read-incidents.js';
import { summaryOf } from '../../findings/incidents/incident-title.js';
import { severities } from '../../findings/finding.js';
import { summarizeFindings, type FindingsSummary, type PatternCount } from '../../findings/journal/query/summary.js';
import type { Status } from '../status.generated.js';
import type { HostTraffic, HostTrafficReport, ReachedHost } from '../traffic/host-traffic.js';
import type { TrafficDigest } from './digest.generated.js';

/** What a digest is made of. */
export interface DigestSources {
  readonly findingsFolder: string;
  readonly traffic: HostTraffic;
  /** What the sidecar says of itself; undefined when it is not running. */
  readonly status: Pick<Status, 'state' | 'https_inspection' | 'warnings'> | undefined;
  /** As it is configured, for when it is not running. */
  readonly httpsInspection: boolean;
}

export interface DigestTime {
  /** ISO 8601 in UTC. */
  readonly since: string;
  /** Only what this agent group did. */
  readonly agent?: string;
}

/** Hosts, and kinds of findings, that are named. */
const MAX_NAMED = 10;
const MAX_INCIDENTS = 3;

/**
 * Puts a digest together, of a Guardian that runs or of what one left behind.
 *
 * @throws GuardianError as a query of the journal does.
 */
export async function buildDigest(sources: DigestSources, { since, agent }: DigestTime): Promise<TrafficDigest> {
  const { findingsFolder, traffic, status, httpsInspection } = sources;
  const conditions = { since, ...(agent !== undefined && { agent }) };
  const report = traffic.report(Date.parse(since), agent);
  const findings = await summarizeFindings(findingsFolder, conditions);
  const { incidents, total } = await readIncidents(findingsFolder, conditions, MAX_INCIDENTS);
  return {
    schema_version: 'clawsec-traffic-digest/v1',
    generated_at: new Date().toISOString(),
    since,
    state: status?.state ?? 'not_running',
    https_inspection: status?.https_inspection ?? httpsInspection,
    hosts: hostsOf(report, since),
    coverage: { bytes_seen: report.total.seen, bytes_unseen: report.total.unseen },
    findings: findingsOf(findings),
    incidents: { total, newest: incidents.map(summaryOf) },
    warnings: [...(status?.warnings ?? [])],
  };
}

function hostsOf({ begunAt, hosts, total, hasMore }: HostTrafficReport, since: string): TrafficDigest['hosts'] {
  // Both are ISO 8601 in UTC with milliseconds, so they compare as text.
  const isNew = ({ firstSeen }: ReachedHost): boolean => firstSeen >= since;
  const others = hosts.slice(MAX_NAMED).filter(isNew);
  return {
    counted_since: begunAt,
    total: hosts.length,
    ...(hasMore && { has_more: true }),
    new: hosts.filter(isNew).length,
    connections: total.connections,
    bytes_sent: total.sent,
    bytes_received: total.received,
    most: [...hosts.slice(0, MAX_NAMED), ...others.slice(0, MAX_NAMED)].map((host) => ({
      host: host.host,
      is_new: isNew(host),
      connections: host.connections,
      bytes_sent: host.sent,
      bytes_received: host.received,
    })),
  };
}

function findingsOf({ total, patterns, scanned }: FindingsSummary): TrafficDigest['findings'] {
  return {
    total: total.findings,
    ...(scanned.skippedLines > 0 && { skipped_lines: scanned.skippedLines }),
    kinds: kindsOf(patterns),
  };
}

/** Ordered before they are cut: one leaked key must not go under in what is frequent. */
function kindsOf(patterns: readonly PatternCount[]): TrafficDigest['findings']['kinds'] {
  return patterns
    .toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity))
    .slice(0, MAX_NAMED)
    .map(({ pattern, direction, severity, findings, occurrences }) => ({
      pattern,
      direction,
      severity,
      findings,
      occurrences,
    }));
}
