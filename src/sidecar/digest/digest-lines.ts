import { incidentTitle } from '../../findings/incidents/incident-title.js';
import { bytesShown, shareShown } from '../../text/amounts.js';
import { inOneLine } from '../../text/said.js';
import type { Texts } from '../../text/texts.js';
import type { TrafficDigest } from './digest.generated.js';

/** Hosts, kinds of findings, incidents and warnings that are named, so that it fits into a chat message. */
const NAMED = { hosts: 4, kinds: 4, incidents: 2, warnings: 2 } as const;

/** A digest in about a dozen lines. */
export function digestLines(digest: TrafficDigest, texts: Texts): string[] {
  const { state, https_inspection: https, warnings } = digest;
  return [
    texts('digest.state', { state }),
    texts(https ? 'digest.https_on' : 'digest.https_off', {}),
    ...hostLines(digest, texts),
    coverageLine(digest, texts),
    ...findingLines(digest, texts),
    ...incidentLines(digest, texts),
    ...warnings
      .slice(0, NAMED.warnings)
      .map((warning) => texts('digest.warning', { message: inOneLine(warning, texts) })),
    ...(warnings.length > NAMED.warnings
      ? [texts('digest.warnings', { count: warnings.length - NAMED.warnings })]
      : []),
  ];
}

function hostLines({ hosts, since }: TrafficDigest, texts: Texts): string[] {
  const bytes = (count: number): string => bytesShown(count, texts);
  const {
    total,
    connections,
    bytes_sent: sent,
    bytes_received: received,
    most,
    counted_since: countedSince,
    has_more: hasMore,
  } = hosts;
  const named = most
    .slice(0, NAMED.hosts)
    .map(({ host, bytes_sent, bytes_received }) => `${host} ${bytes(bytes_sent)} → ${bytes(bytes_received)} ←`);
  const fresh = most.filter(({ is_new: isNew }) => isNew).slice(0, NAMED.hosts);
  return [
    texts('digest.hosts', {
      since,
      hosts: total,
      connections,
      sent: bytes(sent),
      received: bytes(received),
    }),
    ...(named.length > 0 ? [texts('digest.most', { hosts: named.join(', ') })] : []),
    hosts.new === 0
      ? texts('digest.no_new', {})
      : texts('digest.new', { count: hosts.new, hosts: fresh.map(({ host }) => host).join(', ') }),
    ...(hasMore === true ? [texts('digest.more_hosts', {})] : []),
    ...(countedSince > since ? [texts('digest.counted_since', { time: countedSince })] : []),
  ];
}

function coverageLine({ coverage }: TrafficDigest, texts: Texts): string {
  const { bytes_seen: seen, bytes_unseen: unseen } = coverage;
  const whole = seen + unseen;
  if (whole === 0) return texts('digest.nothing_passed', {});
  return texts('digest.coverage', { seen: shareShown(seen, whole, texts), unseen: shareShown(unseen, whole, texts) });
}

function findingLines({ findings }: TrafficDigest, texts: Texts): string[] {
  const shown = findings.kinds.slice(0, NAMED.kinds);
  const named = shown.map(
    (kind) => `  ${kind.severity} ${kind.direction === 'outbound' ? '→' : '←'} ${kind.pattern} ×${kind.findings}`,
  );
  const untold = shown.reduce((rest, kind) => rest - kind.findings, findings.total);
  const { skipped_lines: skipped = 0 } = findings;
  return [
    texts('digest.findings', { count: findings.total }),
    ...named,
    ...(untold > 0 ? [`  ${texts('incident.untold', { count: untold })}`] : []),
    ...(skipped > 0 ? [texts('cli.findings.skipped', { count: skipped })] : []),
  ];
}

function incidentLines({ incidents }: TrafficDigest, texts: Texts): string[] {
  if (incidents.total === 0) return [];
  const named = incidents.newest.slice(0, NAMED.incidents).map((each) => `  ${incidentTitle(each, texts)}`);
  const untold = incidents.total - named.length;
  return [
    texts('digest.incidents', { count: incidents.total }),
    ...named,
    ...(untold > 0 ? [`  ${texts('digest.more_incidents', { count: untold })}`] : []),
  ];
}
