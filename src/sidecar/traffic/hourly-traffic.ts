import { HOUR_MS } from '../../time/lengths.js';
import type { HourTraffic } from './host-traffic.generated.js';

/** What passed in some time: connections that ended, and bytes. */
export type Traffic = Readonly<Omit<HourTraffic, 'hour'>>;

export const NO_TRAFFIC: Traffic = { connections: 0, sent: 0, received: 0, seen: 0, unseen: 0 };

/** Hours for which traffic is kept: a week. */
const HOURS_KEPT = 7 * 24;
/** The same in milliseconds. */
export const KEPT_MS = HOURS_KEPT * HOUR_MS;

/** Traffic by the hour, for a week back. */
export class HourlyTraffic {
  readonly #hours = new Map<number, Traffic>();

  constructor(kept: readonly HourTraffic[] = []) {
    for (const { hour, ...traffic } of kept) this.#hours.set(hour, traffic);
  }

  /** As it is kept on disk. */
  get record(): HourTraffic[] {
    return [...this.#hours].map(([hour, traffic]) => ({ hour, ...traffic }));
  }

  /** Beginning of the latest hour in which something passed, ms since 1970; 0 when nothing did. */
  get lastUsed(): number {
    return Math.max(0, ...this.#hours.keys()) * HOUR_MS;
  }

  /** @param at ms since 1970. */
  add(at: number, traffic: Partial<Traffic>): void {
    const now = hourOf(at);
    this.#hours.set(now, sumOf(this.#hours.get(now) ?? NO_TRAFFIC, { ...NO_TRAFFIC, ...traffic }));
    this.#dropOld(now);
  }

  /** Takes over what another one has. */
  addAll({ record }: HourlyTraffic): void {
    for (const { hour, ...traffic } of record) {
      this.#hours.set(hour, sumOf(this.#hours.get(hour) ?? NO_TRAFFIC, traffic));
    }
    this.#dropOld(Math.max(...this.#hours.keys()));
  }

  /** What passed from the beginning of an hour on; undefined when there was nothing. @param since ms since 1970. */
  since(since: number): Traffic | undefined {
    const hours = [...this.#hours].filter(([hour]) => hour >= hourOf(since));
    return hours.length === 0 ? undefined : hours.map(([, traffic]) => traffic).reduce(sumOf);
  }

  #dropOld(now: number): void {
    for (const hour of this.#hours.keys()) if (hour <= now - HOURS_KEPT) this.#hours.delete(hour);
  }
}

export function sumOf(a: Traffic, b: Traffic): Traffic {
  return {
    connections: a.connections + b.connections,
    sent: a.sent + b.sent,
    received: a.received + b.received,
    seen: a.seen + b.seen,
    unseen: a.unseen + b.unseen,
  };
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}
