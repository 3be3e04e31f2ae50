import type { FleetDigest } from '../../fleet/digest.js';
import type { FleetHost, FleetStatus } from '../../fleet/hosts.js';
import type { Shade, Terminal } from '../terminal.js';

import { SHADES } from './finding-line.js';
import { printable } from '../../text/printable.js';
import { timeShown } from '../../text/times.js';

/** How each state stands out. */
const STATE_SHADES = {
  alive: undefined,
  degraded: 'yellow',
  paused: 'yellow',
  silent: 'alarm',
} as const satisfies Record<FleetHost['state'], Shade | undefined>;

/** Names listed one by one; `--json` has all. */
const MAX_NAMED = 10;

/** How many hosts are well, each host on a line, and in what they differ. */
export function fleetStatusLines(status: FleetStatus, terminal: Terminal): string[] {
  const { texts, paint } = terminal;
  const {
    hosts,
    counts,
    versions,
    rule_sets: ruleSets,
    not_understood: notUnderstood,
    not_understood_from: senders,
  } = status;
  const width = Math.max(4, ...hosts.map(({ host }) => host.length));
  return [
    texts('cli.fleet.status.counts', { hosts: hosts.length, ...counts }),
    ...hosts.map(({ host, state, last_beat_at: at, version, rules, warnings }) => {
      const shade = STATE_SHADES[state];
      const shown = shade === undefined ? state.padEnd(8) : paint(shade, state.padEnd(8));
      const rest = [
        timeShown(at, 'day-and-time', texts.locale),
        printable(version),
        printable(rules),
        printable(warnings.join(' ')),
      ];
      return `  ${printable(host).padEnd(width)}  ${shown}  ${rest.join('  ')}`.trimEnd();
    }),
    ...differing(versions).map((shown) => paint('yellow', texts('cli.fleet.status.versions', { shown }))),
    ...differing(ruleSets).map((shown) => paint('yellow', texts('cli.fleet.status.rules', { shown }))),
    ...notUnderstoodLines(notUnderstood, terminal, senders),
  ];
}

/** Says that there is more than what is shown: what a host of another version sends may be among it. */
export function notUnderstoodLines(
  count: number,
  { texts, paint }: Terminal,
  senders: readonly string[] = [],
): string[] {
  if (count === 0) return [];
  const named = senders.slice(0, MAX_NAMED).map((host) => `  ${printable(host)}`);
  return [paint('yellow', texts('cli.fleet.status.not_understood', { count })), ...named];
}

/** What was found, where, and which secrets left several hosts. */
export function fleetDigestLines(digest: FleetDigest, { texts, paint }: Terminal): string[] {
  const { findings, occurrences, by_severity: severity, by_host: hosts, by_pattern: patterns, incidents } = digest;
  return [
    texts('cli.fleet.digest.counts', { findings, occurrences, hosts: Object.keys(hosts).length, ...severity }),
    ...counted(texts('cli.fleet.digest.hosts', {}), hosts),
    ...counted(texts('cli.fleet.digest.patterns', {}), patterns),
    ...(incidents.length === 0
      ? [texts('cli.fleet.digest.no_incidents', {})]
      : [paint('bold', texts('cli.fleet.digest.incidents', { count: incidents.length }))]),
    ...incidents.map((each) => {
      const names = { hosts: named(each.hosts), dests: named(each.dests), count: each.hosts.length };
      const since = { first: each.first_seen, last: each.last_seen };
      const what = `${paint(SHADES[each.severity], each.severity.padEnd(8))}  ${printable(each.pattern)}`;
      return `  ${what}  ${texts('cli.fleet.digest.incident', { ...names, ...since, fingerprint: each.fingerprint })}`;
    }),
  ];
}

function counted(label: string, counts: Readonly<Record<string, number>>): string[] {
  const all = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return all.length === 0 ? [] : [`  ${label}: ${named(all)}`];
}

/** Each value with its hosts, when there is more than one value. */
function differing(hostsBy: Readonly<Record<string, readonly string[]>>): string[] {
  const all = Object.entries(hostsBy);
  return all.length < 2 ? [] : [all.map(([value, hosts]) => `${printable(value)} (${named(hosts)})`).join(', ')];
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map(printable).join(', ');
  return names.length > MAX_NAMED ? `${shown} +${names.length - MAX_NAMED}` : shown;
}
