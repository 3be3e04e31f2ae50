import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../findings/finding.js';
import type { FindingsReader } from '../findings/journal/query/reader.js';
import { GuardianError } from '../text/guardian-error.js';

/** How often the journal is looked at, in milliseconds. */
const POLL_MS = 200;

export interface LiveFindingsOptions {
  readonly reader: FindingsReader;
  /** Where to begin: a cursor of the reader's tail. */
  readonly cursor: string;
  /** Takes each line; a finding that was repeated comes again with the same id and a higher count. */
  readonly onFinding: (finding: Finding) => void;
  /** The journal cannot be read as expected. Called once for each trouble; reading goes on. */
  readonly onTrouble: (error: GuardianError) => void;
}

/**
 * Passes on what is written to a journal until the signal is aborted, then what was written until then. Trouble with the
 * journal never ends it: what watches must not fall over what it watches.
 */
export async function followFindings(options: LiveFindingsOptions, signal: AbortSignal): Promise<void> {
  const { reader, onFinding, onTrouble } = options;
  let { cursor } = options;
  let trouble: string | undefined;
  for (;;) {
    // Asked before reading: what was written before the end is read after it.
    const isLast = signal.aborted;
    let full = false;
    try {
      const batch = await reader.tail(cursor);
      ({ cursor, full } = batch);
      trouble = undefined;
      batch.lines.forEach(onFinding);
    } catch (error) {
      if (!(error instanceof GuardianError)) throw error;
      if (error.code !== trouble) onTrouble(error);
      trouble = error.code;
      // Lines that were deleted before they were read are lost; what is there is not.
      if (error.code.startsWith('journal.cursor_')) cursor = await reader.tailCursor('oldest').catch(() => cursor);
    }
    if (isLast && !full) return;
    if (!full) await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}
