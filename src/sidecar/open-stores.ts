import { join } from 'node:path';
import type { Logger } from 'pino';
import { AuditLog } from '../audit/audit-log.js';
import type { FindingsJournal } from '../findings/journal/journal.js';
import type { BoundedLog } from './bounded-log.js';
import { journalLockForSidecar } from './journal-lock.js';
import { findingsFolderOf, openJournal } from './open-journal.js';
import type { ProcessLock } from './process-lock.js';
import type { Settings } from './settings.js';
import type { StateFolder } from './state-folder.js';
import { auditOfJournal, auditOfLog, sayAloud, troubleOf } from './store-events.js';

/** Where a sidecar writes what is to be kept. */
export interface Stores {
  readonly audit: AuditLog;
  readonly journal: FindingsJournal;
  readonly journalLock: ProcessLock;
  readonly findingsFolder: string;
  readonly logFile: BoundedLog;
}

/** Opens the findings journal, and makes the audit log, which is opened when it is certain that nobody else writes it. */
export async function openStores(
  settings: Settings,
  state: StateFolder,
  { log, logFile }: { readonly log: Logger; readonly logFile: BoundedLog },
): Promise<Stores> {
  const audit = new AuditLog({
    ...settings.audit,
    folder: join(settings.logDir, 'audit'),
    notes: state.auditNotes,
    report: (event) => {
      log.warn({ audit: event }, 'audit log');
      sayAloud(troubleOf('audit', event));
    },
  });
  logFile.report = (event) => {
    sayAloud(troubleOf('log', event));
    audit.record(auditOfLog(event));
  };
  logFile.sweep();
  const journalLock = await journalLockForSidecar(state);
  const journal = await openJournal(settings, (event) => {
    log.info({ journal: event }, 'journal');
    sayAloud(troubleOf('findings', event));
    const audited = auditOfJournal(event);
    if (audited !== undefined) audit.record(audited);
  });
  return { audit, journal, journalLock, findingsFolder: findingsFolderOf(settings), logFile };
}
