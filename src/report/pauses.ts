import type { AuditEntry } from '../audit/events.js';
import { printable } from '../text/printable.js';

/** A time in which the operator had inspection switched off. */
export interface PauseSpan {
  /** ISO 8601. */
  readonly began: string;
  /** When it ended, or when it will at the latest. */
  readonly ended: string;
  readonly isOver: boolean;
  readonly reason: string;
}

/** The pauses that audit entries tell of, oldest first. A pause that was made anew begins where the one before ends. */
export function pausesOf(entries: readonly AuditEntry[]): PauseSpan[] {
  const pauses: PauseSpan[] = [];
  for (const { time, event } of entries) {
    const last = pauses.at(-1);
    const ends = event.kind === 'monitoring_paused' || event.kind === 'monitoring_resumed';
    if (ends && last?.isOver === false) pauses[pauses.length - 1] = { ...last, ended: time, isOver: true };
    if (event.kind === 'monitoring_paused') {
      pauses.push({ began: time, ended: event.until, isOver: false, reason: printable(event.reason) });
    }
  }
  return pauses;
}
