import type { Flow, FlowEnd } from '../../proxy/flow.js';
import { shownByName, type ShownDest } from '../shown-dest.js';
import { dropSmallest } from './drop-smallest.js';
import type { HostTrafficRecord } from './host-traffic.generated.js';
import { HourlyTraffic, KEPT_MS, NO_TRAFFIC, sumOf, type Traffic } from './hourly-traffic.js';

/** A host that was reached in the time that was asked for. */
export interface ReachedHost extends Traffic {
  readonly host: string;
  /** ISO 8601; in the time that was asked for when the host is new. */
  readonly firstSeen: string;
}

/** What passed in a time. */
export interface HostTrafficReport {
  /** Since when hosts are counted, ISO 8601: before that nothing is known, and a host may seem new. */
  readonly begunAt: string;
  /** The one with the most bytes first. */
  readonly hosts: readonly ReachedHost[];
  /** Everything, with hosts that are not remembered one by one any more. */
  readonly total: Traffic;
  /** Whether there were more hosts than are remembered: those that are missing are the smallest, and may seem new again. */
  readonly hasMore: boolean;
}

/** Pairs of agent group and host that are remembered; beyond that, the one with the fewest bytes is only summed up. */
const MAX_HOSTS = 1_000;

interface KnownHost {
  readonly agent: string;
  readonly host: string;
  readonly firstSeen: string;
  readonly hours: HourlyTraffic;
  /** Since it is known. */
  bytes: number;
  /** ms since 1970. */
  usedAt: number;
}

/**
 * Counts which agent group reached which host with how many bytes, by the hour. A connection counts when it has ended. Of
 * a host nothing is kept but what findings may show of one.
 */
export class HostTraffic {
  readonly #begunAt: string;
  readonly #clock: () => number;
  readonly #shownDest: ShownDest;
  readonly #known = new Map<string, KnownHost>();
  /** Of hosts that are not remembered any more; belongs to nobody. */
  readonly #forgotten: HourlyTraffic;

  /** @param kept What {@link record} was before a restart. */
  constructor(kept?: HostTrafficRecord, clock: () => number = Date.now, shownDest: ShownDest = shownByName) {
    this.#clock = clock;
    this.#shownDest = shownDest;
    this.#begunAt = kept?.begun_at ?? new Date(clock()).toISOString();
    this.#forgotten = new HourlyTraffic(kept?.forgotten);
    for (const { agent, host, first_seen: firstSeen, hours: record } of kept?.hosts ?? []) {
      const hours = new HourlyTraffic(record);
      const bytes = bytesOf(hours.since(0) ?? NO_TRAFFIC);
      this.#known.set(`${agent} ${host}`, { agent, host, firstSeen, hours, bytes, usedAt: hours.lastUsed });
    }
  }

  /** As it is kept on disk. */
  get record(): HostTrafficRecord {
    return {
      schema_version: 'clawsec-traffic-hosts/v1',
      begun_at: this.#begunAt,
      forgotten: this.#forgotten.record,
      hosts: [...this.#known.values()].map(({ agent, host, firstSeen, hours }) => ({
        agent,
        host,
        first_seen: firstSeen,
        hours: hours.record,
      })),
    };
  }

  /** A connection ended. */
  ended({ flow, bytesOut: sent, bytesIn: received }: FlowEnd): void {
    this.#add(flow, { connections: 1, sent, received });
  }

  /** It is known how much of a connection was looked at. */
  covered(flow: Flow, seen: number, unseen: number): void {
    this.#add(flow, { seen, unseen });
  }

  /**
   * What passed since a time, counted from the beginning of its hour.
   *
   * @param since ms since 1970; at most a week ago.
   * @param agent Only what this agent group did.
   */
  report(since: number, agent?: string): HostTrafficReport {
    const hosts = new Map<string, ReachedHost>();
    for (const known of this.#known.values()) {
      const traffic = agent === undefined || known.agent === agent ? known.hours.since(since) : undefined;
      if (traffic === undefined) continue;
      const { host, firstSeen } = known;
      const before = hosts.get(host);
      hosts.set(host, {
        host,
        firstSeen: before !== undefined && before.firstSeen < firstSeen ? before.firstSeen : firstSeen,
        ...(before === undefined ? traffic : sumOf(before, traffic)),
      });
    }
    const sorted = [...hosts.values()].sort((a, b) => bytesOf(b) - bytesOf(a));
    const forgotten = this.#forgotten.since(since);
    const others = agent === undefined ? forgotten : undefined;
    return {
      begunAt: this.#begunAt,
      hosts: sorted,
      total: [...sorted, others ?? NO_TRAFFIC].reduce(sumOf, NO_TRAFFIC),
      hasMore: forgotten !== undefined,
    };
  }

  #add({ agent, destination }: Flow, traffic: Partial<Traffic>): void {
    const now = this.#clock();
    const host = this.#shownDest(destination);
    const key = `${agent} ${host}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      this.#makeRoom(now);
      known = {
        agent,
        host,
        firstSeen: new Date(now).toISOString(),
        hours: new HourlyTraffic(),
        bytes: 0,
        usedAt: now,
      };
      this.#known.set(key, known);
    }
    known.hours.add(now, traffic);
    known.usedAt = now;
    known.bytes += bytesOf({ ...NO_TRAFFIC, ...traffic });
  }

  /** Whoever was not used for as long as traffic is told of goes first, however large it was. */
  #makeRoom(now: number): void {
    const isOver = ({ usedAt }: KnownHost): boolean => usedAt <= now - KEPT_MS;
    const gone = dropSmallest(this.#known, MAX_HOSTS, (host) => (isOver(host) ? -1 : host.bytes));
    if (gone !== undefined && !isOver(gone)) this.#forgotten.addAll(gone.hours);
  }
}

function bytesOf({ sent, received }: Traffic): number {
  return sent + received;
}
