import type { Finding, RecordedFinding } from '../findings/finding.js';

/** A finding from a file that is being looked at. */
export interface SessionFinding {
  readonly finding: RecordedFinding;
  /** It repeats what was said some time before, nobody knows when: in an archive. */
  readonly isRepetition: boolean;
}

/** What makes two findings the same secret, command or instruction, wherever it was seen. */
export function identityOf({
  agent,
  pattern,
  fingerprint,
}: Pick<Finding, 'agent' | 'pattern' | 'fingerprint'>): string {
  return JSON.stringify([agent, pattern, fingerprint]);
}

/**
 * Whether a finding tells of what another one has told already. What passed the proxy is in a transcript too, some moments
 * apart; and a finding of traffic covers the time of its repeats. One of a transcript covers the time around its first
 * occurrence alone, so that it makes no difference in how many pieces the transcript is looked at.
 *
 * @param nearMs How far apart the two may be.
 */
export function isTold(
  { finding, isRepetition }: SessionFinding,
  by: Pick<Finding, 'protocol' | 'timestamp' | 'last_seen'>,
  nearMs: number,
): boolean {
  const at = Date.parse(finding.timestamp);
  const first = Date.parse(by.timestamp);
  const last = by.protocol === 'session' ? first : Date.parse(by.last_seen ?? by.timestamp);
  return at >= first - nearMs && (isRepetition || at <= last + nearMs);
}

/** Folds the repeats within what was found since the journal was asked last. */
export class Fold {
  readonly #nearMs: number;
  readonly #byIdentity = new Map<string, SessionFinding[]>();
  #size = 0;

  constructor(nearMs: number) {
    this.#nearMs = nearMs;
  }

  /** Findings, each with its repeats. */
  get size(): number {
    return this.#size;
  }

  add(one: SessionFinding): void {
    const identity = identityOf(one.finding);
    const same = this.#byIdentity.get(identity) ?? [];
    this.#byIdentity.set(identity, same);
    const index = same.findIndex(({ finding }) => isTold(one, finding, this.#nearMs));
    const first = same[index];
    if (first === undefined) {
      same.push(one);
      this.#size++;
      return;
    }
    same[index] = { ...first, finding: repeated(first.finding, one.finding.timestamp) };
  }

  /** Takes everything out, in the order in which it was found first. */
  take(): SessionFinding[] {
    const all = [...this.#byIdentity.values()].flat();
    this.#byIdentity.clear();
    this.#size = 0;
    return all;
  }
}

function repeated(first: RecordedFinding, at: string): RecordedFinding {
  const before = first.last_seen ?? first.timestamp;
  return { ...first, count: first.count + 1, last_seen: at > before ? at : before };
}
