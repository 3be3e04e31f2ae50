import type { Status } from '../../sidecar/status.generated.js';
import type { Texts } from '../../text/texts.js';
import type { Terminal } from '../terminal.js';
import { bytesShown, shareShown } from '../../text/amounts.js';
import { inOneLine } from '../../text/said.js';
import { timeShown } from '../../text/times.js';
import { labelled } from './labelled.js';
import { printable } from '../../text/printable.js';

/** Hosts and pinned hosts that are named one by one; `--json` has all that the sidecar tells. */
const MAX_NAMED = 5;

/** What confines the sidecar, in the order of the status. */
const PROTECTIONS = [
  'permission_model',
  'private_files',
  'core_dumps_off',
  'descriptors_closed',
  'environment_reduced',
] as const satisfies readonly (keyof Status['protections'])[];

/** The status as about a dozen lines: what it does, what it found, what it could not see, what is wrong. */
export function statusLines(status: Status, { texts, paint }: Terminal): string[] {
  const { version, pid, state, listen, home, journal, observer, warnings } = status;
  const row = (label: string, value: string): string => labelled(label, printable(value), 10);
  const names = { version: printable(version), pid: String(pid) };
  const title =
    status.pause !== undefined
      ? paint('alarm', texts('cli.status.paused', { ...names, until: status.pause.until }))
      : paint('bold', texts(state === 'watching' ? 'cli.status.watching' : 'cli.status.degraded', names));
  return [
    title,
    row(texts('cli.label.mode', {}), texts('cli.mode.detect', {})),
    row(texts('cli.label.https', {}), texts(status.https_inspection ? 'cli.https.on' : 'cli.https.off', {})),
    row(texts('cli.label.listen', {}), listen),
    row(texts('cli.label.since', {}), timeShown(status.started_at, 'moment', texts.locale)),
    row(texts('cli.label.state', {}), home),
    row(texts('cli.label.findings', {}), texts('cli.status.findings', status.findings_24h)),
    row(texts('cli.label.coverage', {}), coverageOf(status, texts)),
    ...outcomesOf(status, texts).map((outcome) => row('', outcome)),
    ...unseenHosts(status, texts).map((hosts) => row(texts('cli.label.unseen', {}), hosts)),
    ...pinnedHosts(status, texts).map((hosts) => row(texts('cli.label.pinned', {}), hosts)),
    row(
      texts('cli.label.journal', {}),
      texts('cli.status.journal', { ...journal, health: journal.health, replaced: observer.replaced }),
    ),
    ...detectionOf(status, texts).map(([label, value]) => row(label, value)),
    ...sinksOf(status, texts).map((sink) => row(texts('cli.label.sinks', {}), sink)),
    row(texts('cli.label.confined', {}), protectionsOf(status, texts)),
    ...warnings.map((warning) =>
      paint('yellow', texts('cli.status.warning', { message: printable(inOneLine(warning, texts)) })),
    ),
  ];
}

/** What is looked for differently than usual; nothing when all is as it comes. */
function detectionOf({ detection }: Status, texts: Texts): [label: string, value: string][] {
  if (detection === undefined) return [];
  const { groups_off: groups, watched, suppressed } = detection;
  return [
    ...(groups.length === 0
      ? []
      : [
          [texts('cli.label.groups', {}), texts('cli.status.groups_off', { groups: groups.join(', ') })] satisfies [
            string,
            string,
          ],
        ]),
    ...(watched.values + watched.not_taken === 0
      ? []
      : [[texts('cli.label.watched', {}), texts('cli.status.watched', watched)] satisfies [string, string]]),
    ...(suppressed.active + suppressed.findings === 0
      ? []
      : [[texts('cli.label.suppressed', {}), texts('cli.status.suppressed', suppressed)] satisfies [string, string]]),
  ];
}

/** Each sink, and what went wrong with it last while it does not get through. */
function sinksOf({ sinks = [] }: Status, texts: Texts): string[] {
  return sinks.map(({ id: sink, target, state, delivered, lag_lines: lag, last_error: error, failures }) => {
    const line = texts('cli.status.sink', { sink, target, state, delivered, lag });
    if (error === undefined || failures === 0) return line;
    return `${line}; ${texts('cli.status.sink_error', { code: error.code, at: error.at })}`;
  });
}

/** Those that are active; a warning names the others. */
function protectionsOf({ protections }: Status, texts: Texts): string {
  const active = PROTECTIONS.filter((name) => protections[name]).map((name) => texts(`cli.confined.${name}`, {}));
  return active.length === 0
    ? texts('cli.confined.not', {})
    : texts('cli.confined.by', { protections: active.join(', ') });
}

function coverageOf({ coverage }: Status, texts: Texts): string {
  const { connections, bytes_seen: seen, bytes_unseen: unseen } = coverage;
  const bytes = seen + unseen;
  if (connections === 0) return texts('cli.status.nothing_yet', {});
  return texts('cli.status.coverage', {
    connections,
    bytes: bytesShown(bytes, texts),
    seen: shareShown(seen, bytes, texts),
    unseen: shareShown(unseen, bytes, texts),
  });
}

/** Only outcomes that occurred; their names are those of the status. */
function outcomesOf({ coverage }: Status, texts: Texts): string[] {
  const occurred = Object.entries(coverage.outcomes).filter(
    ([, { connections, bytes_unseen: unseen }]) => connections > 0 || unseen > 0,
  );
  if (occurred.length === 0) return [];
  const each = occurred.map(
    ([name, { connections, bytes_seen: seen, bytes_unseen: unseen }]) =>
      `${name} ${connections} (${bytesShown(seen + unseen, texts)})`,
  );
  return [each.join(', ')];
}

function unseenHosts({ coverage }: Status, texts: Texts): string[] {
  const worst = coverage.worst_hosts.map(
    ({ host, outcome, bytes_unseen: unseen, reason }) =>
      `${host} ${outcome} ${bytesShown(unseen, texts)}${reason === undefined ? '' : ` (${reason})`}`,
  );
  return named(worst, texts);
}

function pinnedHosts({ pinned }: Status, texts: Texts): string[] {
  return named(
    pinned.map(({ host, agent }) => `${host} (${agent})`),
    texts,
  );
}

function named(all: readonly string[], texts: Texts): string[] {
  if (all.length === 0) return [];
  const more = all.length - MAX_NAMED;
  const shown = all.slice(0, MAX_NAMED).join(', ');
  return [more > 0 ? texts('cli.and_more', { shown, count: more }) : shown];
}
