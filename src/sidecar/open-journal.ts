import { join } from 'node:path';
import type { JournalEvent } from '../findings/journal/journal-event.js';
import { FindingsJournal } from '../findings/journal/journal.js';
import type { Settings } from './settings.js';

/** Where the findings of a configuration are written. */
export function findingsFolderOf({ logDir }: Pick<Settings, 'logDir'>): string {
  return join(logDir, 'findings');
}

/**
 * Opens the findings journal to write to it. Only whoever has the journal's lock may.
 *
 * @param report As {@link JournalOptions.report}.
 */
export function openJournal(settings: Settings, report: (event: JournalEvent) => void): Promise<FindingsJournal> {
  const { maxFileBytes, maxTotalBytes, maxAgeDays } = settings.findings;
  return FindingsJournal.open({
    folder: findingsFolderOf(settings),
    maxFileBytes,
    maxTotalBytes,
    maxAgeDays,
    report,
  });
}
