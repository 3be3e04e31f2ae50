import type { FlowCoverage } from '../observe/content.js';
import type { Flow, FlowEnd } from '../proxy/flow.js';
import { shownByName, type ShownDest } from './shown-dest.js';
import { dropSmallest } from './traffic/drop-smallest.js';

/** How a connection was covered. Each one ends in exactly one of these (law 6). */
export type CoverageOutcome =
  'inspected' | 'tunnelled' | 'pinned' | 'not_tls' | 'unreadable' | 'paused' | 'truncated' | 'dropped';

/** What ended in one of them. */
export interface OutcomeTotals {
  connections: number;
  /** Of these connections. */
  bytesSeen: number;
  /** For this cause, also of connections that count elsewhere: what a burst dropped is told from what nobody wanted. */
  bytesUnseen: number;
}

/** Coverage since the sidecar started. */
export interface CoverageReport {
  readonly connections: number;
  readonly bytesSeen: number;
  readonly bytesUnseen: number;
  readonly outcomes: Readonly<Record<CoverageOutcome, OutcomeTotals>>;
  /** Hosts with the most unseen bytes, the worst first. */
  readonly worstHosts: readonly Readonly<UnseenHost>[];
}

interface UnseenHost {
  readonly host: string;
  readonly outcome: CoverageOutcome;
  bytesUnseen: number;
  /** Why the last of them could not be read. */
  reason?: string;
}

/** Hosts that are remembered one by one, those with the most unseen bytes; the totals are exact all the same. */
const MAX_HOSTS = 1_000;
const WORST_HOSTS = 10;

/** Counts what was seen and what was not. Blindness is said aloud: nothing that passed is missing here. */
export class CoverageLedger {
  readonly #onCounted: (flow: Flow, seen: number, unseen: number) => void;
  readonly #shownDest: ShownDest;
  readonly #outcomes: Record<CoverageOutcome, OutcomeTotals>;
  readonly #hosts = new Map<string, UnseenHost>();

  /**
   * @param onCounted Told of each connection that was counted, with the bytes that were seen and those that were not.
   */
  constructor(
    onCounted: (flow: Flow, seen: number, unseen: number) => void = () => undefined,
    shownDest: ShownDest = shownByName,
  ) {
    this.#onCounted = onCounted;
    this.#shownDest = shownDest;
    const empty = (): OutcomeTotals => ({ connections: 0, bytesSeen: 0, bytesUnseen: 0 });
    this.#outcomes = {
      inspected: empty(),
      tunnelled: empty(),
      pinned: empty(),
      not_tls: empty(),
      unreadable: empty(),
      paused: empty(),
      truncated: empty(),
      dropped: empty(),
    };
  }

  /** A connection that the relay did not hand to the observer. */
  unobserved({ flow, outcome, bytesOut, bytesIn }: FlowEnd): void {
    if (outcome === 'observed') return;
    const bytes = bytesOut + bytesIn;
    this.#count(flow, outcome, 0, bytes);
    this.#leave(flow, outcome, bytes);
  }

  /** A connection that was observed, with what the observer made of it. */
  observed(flow: Flow, { seen, truncated, dropped, unparsed, unparsedReason }: FlowCoverage): void {
    const outcome = dropped > 0 ? 'dropped' : unparsed > 0 ? 'unreadable' : truncated > 0 ? 'truncated' : 'inspected';
    this.#count(flow, outcome, seen, truncated + dropped + unparsed);
    this.#leave(flow, 'dropped', dropped);
    this.#leave(flow, 'unreadable', unparsed, unparsedReason);
    this.#leave(flow, 'truncated', truncated);
  }

  report(): CoverageReport {
    const all = Object.values(this.#outcomes);
    const sum = (key: keyof OutcomeTotals): number => all.reduce((total, totals) => total + totals[key], 0);
    return {
      connections: sum('connections'),
      bytesSeen: sum('bytesSeen'),
      bytesUnseen: sum('bytesUnseen'),
      outcomes: structuredClone(this.#outcomes),
      worstHosts: [...this.#hosts.values()].sort((a, b) => b.bytesUnseen - a.bytesUnseen).slice(0, WORST_HOSTS),
    };
  }

  #count(flow: Flow, outcome: CoverageOutcome, seen: number, unseen: number): void {
    this.#onCounted(flow, seen, unseen);
    const totals = this.#outcomes[outcome];
    totals.connections++;
    totals.bytesSeen += seen;
  }

  /** Bytes that went by unseen, and why. */
  #leave(flow: Flow, outcome: CoverageOutcome, unseen: number, reason?: string): void {
    if (unseen === 0) return;
    this.#outcomes[outcome].bytesUnseen += unseen;
    const host = this.#shownDest(flow.destination);
    const key = `${outcome} ${host}`;
    let known = this.#hosts.get(key);
    if (known === undefined) {
      dropSmallest(this.#hosts, MAX_HOSTS, ({ bytesUnseen }) => bytesUnseen);
      known = { host, outcome, bytesUnseen: 0 };
      this.#hosts.set(key, known);
    }
    known.bytesUnseen += unseen;
    if (reason !== undefined) known.reason = reason;
  }
}
