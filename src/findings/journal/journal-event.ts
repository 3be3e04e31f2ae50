import type { Problem } from '../../validation/validator.js';

/** Something about the journal that an operator or the audit log should know. None of it names a finding. */
export type JournalEvent =
  /** The current file ended in something that was not a whole line; it was cut off. */
  | { readonly kind: 'repaired'; readonly bytes: number }
  | { readonly kind: 'rotated'; readonly file: string; readonly bytes: number }
  /** A closed file was deleted, and which bound asked for it. */
  | {
      readonly kind: 'deleted';
      readonly file: string;
      readonly bytes: number;
      readonly bound: RetentionBound;
      /** Of its newest line, ISO 8601. */
      readonly newest: string;
    }
  /** A closed file is due to be deleted and cannot be. */
  | { readonly kind: 'delete-failed'; readonly file: string; readonly code: string }
  /** The folder or the current file was removed or replaced while in use; a new one was made. */
  | { readonly kind: 'recreated' }
  /** Findings cannot be written now. `waiting` of them are held in memory. */
  | { readonly kind: 'degraded'; readonly code: string; readonly waiting: number }
  /** Findings are written again; `dropped` were lost since it was degraded. */
  | { readonly kind: 'recovered'; readonly dropped: number }
  /** More findings come than the disk takes and memory holds: from now on some are lost. */
  | { readonly kind: 'overflowing' }
  /** All that waited is written; `dropped` were lost meanwhile. */
  | { readonly kind: 'overflowed'; readonly dropped: number }
  /** A finding did not follow the schema: a fault of this program. */
  | { readonly kind: 'rejected'; readonly problems: readonly Problem[] };

export type RetentionBound = 'files' | 'bytes' | 'age';

/** Whether findings reach the disk. */
export type JournalHealth =
  | { readonly kind: 'ok' }
  | { readonly kind: 'degraded'; /** System error code, such as `ENOSPC`. */ readonly code: string };

/** The journal's state and what it has counted since it was opened. */
export interface JournalStatus {
  readonly health: JournalHealth;
  /** Lines on disk. */
  readonly written: number;
  /** Lines in memory that are not on disk yet. */
  readonly waiting: number;
  /** Lines lost: no room in memory while the disk was slow or degraded, or appended after closing. */
  readonly dropped: number;
  /** Findings that did not follow the schema. */
  readonly rejected: number;
  /** When a file that was not a day old was deleted last, to keep within a bound; ms since 1970. */
  readonly deletedYoungAt: number | undefined;
}

/** What became of a finding that was handed over. */
export type AppendOutcome =
  | { readonly kind: 'queued' }
  | { readonly kind: 'dropped'; readonly reason: 'full' | 'closed' }
  | { readonly kind: 'rejected' };
