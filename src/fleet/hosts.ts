import { parsedJson } from '../validation/json.js';
import { validatorOf } from '../validation/validator.js';
import { subjectsOf } from '../sinks/nats/subjects.js';
import type { Fleet } from './fleet-connection.js';
import { hostBeatSchema, type HostBeat } from './host-beat.generated.js';
import { readStream } from './read-stream.js';

/** A host beats every half minute: three beats that did not come, and some time on the way. */
export const SILENT_AFTER_MS = 100_000;

/** A host as its last beat shows it. */
export interface FleetHost {
  readonly host: string;
  /** silent: nothing was heard for too long, whatever it said last. alive: it watches and lacks nothing. */
  readonly state: 'alive' | 'degraded' | 'paused' | 'silent';
  readonly last_beat_at: string;
  readonly version: string;
  readonly rules: string;
  readonly warnings: readonly string[];
  readonly findings_written: number;
}

/** All hosts, by name, and in what they differ. */
export interface FleetStatus {
  readonly hosts: readonly FleetHost[];
  readonly counts: Readonly<Record<FleetHost['state'], number>>;
  /** Hosts by version and by rule set; more than one of either means that they do not look for the same. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  readonly rule_sets: Readonly<Record<string, readonly string[]>>;
  /** Messages that no host of any version sends. */
  readonly not_understood: number;
  /** Who sent these, by name: hosts of a later version, say. */
  readonly not_understood_from: readonly string[];
}

/** A beat, with who sent it and when it came. */
export interface ReceivedBeat {
  readonly host: string;
  readonly at: Date;
  readonly beat: HostBeat;
}

const checkBeat = validatorOf<HostBeat>(hostBeatSchema);

/** Reads the last beat of every host. */
export async function fleetStatus(fleet: Fleet, now: Date): Promise<FleetStatus> {
  const beats = new Map<string, ReceivedBeat>();
  let notUnderstood = 0;
  const senders = new Set<string>();
  const { status: subject } = subjectsOf(fleet.prefix, '*');
  for await (const { host, at, data } of readStream(fleet, fleet.streams.status, { subject })) {
    const beat = beatIn(data);
    if (beat !== undefined) {
      beats.set(host, { host, at, beat });
      continue;
    }
    notUnderstood++;
    senders.add(host);
  }
  return {
    ...statusOf([...beats.values()], now),
    not_understood: notUnderstood,
    not_understood_from: [...senders].sort(),
  };
}

/** What a number of beats comes to. */
export function statusOf(
  beats: readonly ReceivedBeat[],
  now: Date,
): Omit<FleetStatus, 'not_understood' | 'not_understood_from'> {
  const hosts = beats.map((each) => hostAt(each, now)).sort((a, b) => (a.host < b.host ? -1 : 1));
  const counts = { alive: 0, degraded: 0, paused: 0, silent: 0 };
  for (const { state } of hosts) counts[state]++;
  return { hosts, counts, versions: namesBy(hosts, 'version'), rule_sets: namesBy(hosts, 'rules') };
}

function hostAt({ host, at, beat }: ReceivedBeat, now: Date): FleetHost {
  const { version, rules, warnings, findings_written, state } = beat;
  const isSilent = now.getTime() - at.getTime() > SILENT_AFTER_MS;
  return {
    host,
    state: isSilent ? 'silent' : state === 'watching' ? 'alive' : state,
    last_beat_at: at.toISOString(),
    version,
    rules,
    warnings,
    findings_written,
  };
}

function namesBy(hosts: readonly FleetHost[], key: 'version' | 'rules'): Record<string, string[]> {
  const names = new Map<string, string[]>();
  for (const host of hosts) names.set(host[key], [...(names.get(host[key]) ?? []), host.host]);
  return Object.fromEntries(names);
}

function beatIn(data: Buffer): HostBeat | undefined {
  const checked = checkBeat(parsedJson(data));
  return checked.ok ? checked.value : undefined;
}
