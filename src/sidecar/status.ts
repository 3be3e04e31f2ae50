import ipaddr from 'ipaddr.js';
import { severities } from '../findings/finding.js';
import { summarizeFindings, type FindingsSummary } from '../findings/journal/query/summary.js';
import { saidOf } from '../text/said.js';
import type { Saying } from '../text/texts.js';
import { groupsOff } from '../detect/groups.js';
import { ruleGroups } from '../detect/rules/groups.generated.js';
import { DAY_MS } from '../time/lengths.js';
import type { CoverageReport, OutcomeTotals } from './coverage-ledger.js';
import type { Sidecar } from './sidecar.js';
import { sinksOf, sinkWarnings } from './sending/status-of-sinks.js';
import { pinnedWarnings } from './status-of-pinned.js';
import { floodWarnings, storesOf, storeWarnings } from './status-of-stores.js';
import { configOf, operationWarnings, pauseWarning, protectionsOf, supervisionOf } from './status-of-operation.js';
import type { Status } from './status.generated.js';
import { version } from './version.js';

/** How long before its end a CA is warned about: containers that run for weeks have to learn of the next one. */
const EXPIRY_WARNING_MS = 30 * DAY_MS;

/** Everything that `status` says, from the parts that know it. */
export async function buildStatus(sidecar: Sidecar): Promise<Status> {
  // Asked first: everything else is told of one moment.
  const findings = await findingsOfADay(sidecar.findingsFolder);
  const coverage = sidecar.ledger.report();
  const journal = sidecar.journal.status;
  const pause = sidecar.pause.current;
  const { state, warnings } = healthOf(sidecar, coverage);
  const health = journal.health.kind === 'ok' ? 'ok' : journal.health.code;
  return {
    schema_version: 'clawsec-traffic-status/v1',
    state,
    ...(pause === undefined ? {} : { pause }),
    version,
    pid: process.pid,
    started_at: sidecar.startedAt.toISOString(),
    mode: 'detect',
    https_inspection: sidecar.settings.httpsInspection.enabled,
    ...(sidecar.ca === undefined ? {} : { ca_fingerprint_sha256: sidecar.ca.fingerprint }),
    listen: sidecar.listening,
    home: sidecar.state.home,
    config: configOf(sidecar),
    supervision: supervisionOf(sidecar),
    protections: protectionsOf(sidecar),
    findings_24h: findings,
    coverage: coverageOf(coverage),
    pinned: pinnedOf(sidecar),
    observer: { replaced: sidecar.observer.replaced, backlog_bytes: sidecar.observer.backlog },
    journal: {
      health,
      written: journal.written,
      waiting: journal.waiting,
      dropped: journal.dropped,
      rejected: journal.rejected,
    },
    ...storesOf(sidecar),
    ...sinksOf(sidecar),
    detection: detectionOf(sidecar),
    warnings: warnings.map(saidOf),
  };
}

/** Whether it sees and records everything, and what its operator should know. Asks nothing of the disk. */
export function healthOf(
  sidecar: Sidecar,
  coverage: CoverageReport = sidecar.ledger.report(),
): { readonly state: Status['state']; readonly warnings: readonly Saying[] } {
  const limits = limitsOf(sidecar, coverage);
  const isPaused = sidecar.pause.current !== undefined;
  return {
    state: isPaused ? 'paused' : limits.length === 0 ? 'watching' : 'degraded',
    warnings: [
      ...pauseWarning(sidecar),
      ...limits,
      ...advice(sidecar),
      ...floodWarnings(sidecar),
      ...sinkWarnings(sidecar),
      ...operationWarnings(sidecar),
    ],
  };
}

function pinnedOf({ policy, lists }: Sidecar): Status['pinned'] {
  return policy.pinnedHosts().map(({ agent, destination, code, since }) => ({
    agent,
    host: lists.shownDest(destination),
    code,
    since: new Date(since).toISOString(),
  }));
}

function detectionOf({ settings, lists }: Sidecar): NonNullable<Status['detection']> {
  const { secrets, canaries, refused } = lists.summary;
  const { active, findings, counts } = lists.suppressions;
  return {
    groups_off: [...groupsOff(ruleGroups, settings.groups)],
    // Canaries are not counted apart: an agent that asks for the status need not know that there are any.
    watched: { values: secrets + canaries, not_taken: refused.length },
    suppressed: { active, findings, by_id: counts.map((count) => ({ ...count })) },
  };
}

function coverageOf(report: CoverageReport): Status['coverage'] {
  const totals = ({ connections, bytesSeen, bytesUnseen }: OutcomeTotals) => ({
    connections,
    bytes_seen: bytesSeen,
    bytes_unseen: bytesUnseen,
  });
  return {
    ...totals(report),
    outcomes: Object.fromEntries(Object.entries(report.outcomes).map(([outcome, each]) => [outcome, totals(each)])),
    worst_hosts: report.worstHosts.map(({ host, outcome, bytesUnseen, reason }) => ({
      host,
      outcome,
      bytes_unseen: bytesUnseen,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}

/** Findings of the last 24 hours by severity: those of one agent group, or all of them. */
export async function findingsOfADay(folder: string, agent?: string): Promise<Status['findings_24h']> {
  let summary: FindingsSummary | undefined;
  try {
    summary = await summarizeFindings(folder, {
      since: new Date(Date.now() - DAY_MS).toISOString(),
      ...(agent === undefined ? {} : { agent }),
    });
  } catch {
    // The journal's own state is in the status; its count is not worth failing for.
  }
  const count = (severity: (typeof severities)[number]): number => summary?.bySeverity[severity].findings ?? 0;
  return {
    total: summary?.total.findings ?? 0,
    low: count('low'),
    medium: count('medium'),
    high: count('high'),
    critical: count('critical'),
  };
}

/** What keeps the Guardian from seeing or recording everything. */
function limitsOf(sidecar: Sidecar, coverage: CoverageReport): Saying[] {
  const warnings: Saying[] = [];
  warnings.push(...storeWarnings(sidecar));
  const { health, dropped } = sidecar.journal.status;
  if (health.kind === 'degraded')
    warnings.push({ code: 'status.journal_degraded', args: { code: health.code, dropped } });
  else if (dropped > 0) warnings.push({ code: 'status.findings_lost', args: { count: dropped } });
  const lost = coverage.outcomes.dropped.bytesUnseen;
  if (lost > 0) warnings.push({ code: 'status.bytes_dropped', args: { bytes: lost } });
  const { trouble } = sidecar.openFiles;
  if (trouble !== undefined) warnings.push(trouble);
  warnings.push(...pinnedWarnings(pinnedOf(sidecar)));
  const expiry = sidecar.ca?.expiry;
  if (expiry !== undefined && expiry.getTime() <= Date.now()) {
    warnings.push({ code: 'status.ca_expired', args: { at: expiry.toISOString() } });
  }
  return [...warnings, ...sidecar.lists.troubles];
}

/** What wants attention and limits nothing today. */
function advice({ ca, settings, listening }: Sidecar): Saying[] {
  const warnings: Saying[] = [];
  const left = ca === undefined ? Infinity : ca.expiry.getTime() - Date.now();
  if (left > 0 && left <= EXPIRY_WARNING_MS) {
    warnings.push({ code: 'status.ca_expires', args: { days: Math.floor(left / DAY_MS) } });
  }
  if (!isLoopback(settings.listen.host)) {
    warnings.push({ code: 'status.listens_beyond_loopback', args: { listen: listening } });
  }
  return warnings;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || ipaddr.process(host).range() === 'loopback';
}
