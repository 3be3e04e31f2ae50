import { DAY_MS } from '../../time/lengths.js';
import type { FindingDraft } from '../finding.js';
import type { SuppressionList } from './suppressions.generated.js';

/** One thing that the operator does not want to see again. */
export type Suppression = SuppressionList['suppressions'][number];

/** Longest time that a suppression may last, in ms: who still wants it then says so again. */
export const MAX_SUPPRESSION_MS = 366 * DAY_MS;

/** How often a suppression applied since the process started. */
export interface SuppressionCount {
  readonly id: string;
  readonly findings: number;
}

/**
 * Keeps findings from the journal that the operator has judged. Each suppression names a rule, and a value or a host or
 * both; what differs in any of these is written as ever. Nothing is hidden for good: each ends by itself, and what it
 * keeps back is counted.
 */
export class Suppressions {
  readonly #clock: () => number;
  readonly #counts = new Map<string, number>();
  #byPattern: ReadonlyMap<string, readonly Suppression[]> = new Map();
  #all: readonly Suppression[] = [];
  #findings = 0;

  /** @param clock ms since 1970. */
  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** From now on these apply and no others. Counts go on. */
  replace(suppressions: readonly Suppression[]): void {
    const byPattern = new Map<string, Suppression[]>();
    for (const suppression of suppressions) {
      const same = byPattern.get(suppression.pattern);
      if (same === undefined) byPattern.set(suppression.pattern, [suppression]);
      else same.push(suppression);
    }
    this.#byPattern = byPattern;
    this.#all = suppressions;
  }

  /** Whether a finding is kept back; counts it then. */
  take(draft: Pick<FindingDraft, 'pattern' | 'fingerprint' | 'dest'>): boolean {
    const suppression = this.#byPattern.get(draft.pattern)?.find((each) => this.#covers(each, draft));
    if (suppression === undefined) return false;
    this.#findings++;
    this.#counts.set(suppression.id, (this.#counts.get(suppression.id) ?? 0) + 1);
    return true;
  }

  /** All that are listed, those that have ended among them. */
  get all(): readonly Suppression[] {
    return this.#all;
  }

  /** How many apply now. */
  get active(): number {
    return this.#all.filter((suppression) => isActive(suppression, this.#clock())).length;
  }

  /** Findings kept back since the process started. */
  get findings(): number {
    return this.#findings;
  }

  /** The same by suppression; those that were removed since are left out. */
  get counts(): readonly SuppressionCount[] {
    return this.#all.map(({ id }) => ({ id, findings: this.#counts.get(id) ?? 0 }));
  }

  #covers(suppression: Suppression, draft: Pick<FindingDraft, 'fingerprint' | 'dest'>): boolean {
    const { fingerprint, host } = suppression;
    // A file that was written by hand could name neither; that would cover a whole rule.
    if (fingerprint === undefined && host === undefined) return false;
    return (
      (fingerprint === undefined || fingerprint === draft.fingerprint) &&
      (host === undefined || isHost(host.toLowerCase(), draft.dest.toLowerCase())) &&
      isActive(suppression, this.#clock())
    );
  }
}

/** Whether a suppression applies at a time, in ms since 1970. One that was made to last longer than allowed does not. */
export function isActive({ created, until }: Suppression, now: number): boolean {
  const end = Date.parse(until);
  return now < end && end - Date.parse(created) <= MAX_SUPPRESSION_MS;
}

function isHost(host: string, dest: string): boolean {
  return dest === host || dest.replace(/:\d+$/, '') === host;
}
