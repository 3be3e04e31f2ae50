import type { AuditLogEvent } from '../audit/audit-log.js';
import type { AuditEvent } from '../audit/events.js';
import type { JournalEvent } from '../findings/journal/journal-event.js';
import { englishTexts, render, type Saying } from '../text/texts.js';
import type { BoundedLogEvent } from './bounded-log.js';

/** What the audit log keeps of the findings journal's events; undefined for what is operation. */
export function auditOfJournal(event: JournalEvent): AuditEvent | undefined {
  switch (event.kind) {
    case 'deleted': {
      const { file, bytes, bound, newest } = event;
      return { kind: 'retention_deleted', store: 'findings', file, bytes, bound, newest };
    }
    case 'degraded':
      return { kind: 'store_degraded', store: 'findings', code: event.code };
    case 'overflowing':
      return { kind: 'store_degraded', store: 'findings', code: 'ENOBUFS' };
    case 'recovered':
    case 'overflowed':
      return { kind: 'store_recovered', store: 'findings', lost: event.dropped };
    case 'repaired':
      return { kind: 'store_repaired', store: 'findings', torn_bytes: event.bytes, lost_lines: 0 };
    case 'recreated':
      return { kind: 'store_repaired', store: 'findings', torn_bytes: 0, lost_lines: 0, recreated: true };
    default:
      return undefined;
  }
}

/** What the audit log keeps of the log's events. */
export function auditOfLog(event: BoundedLogEvent): AuditEvent {
  switch (event.kind) {
    case 'deleted': {
      const { file, bytes, bound } = event;
      return { kind: 'retention_deleted', store: 'log', file, bytes, bound };
    }
    case 'degraded':
      return { kind: 'store_degraded', store: 'log', code: event.code };
    case 'recovered':
      return { kind: 'store_recovered', store: 'log', lost: event.lost };
  }
}

/** What is said on standard error when a store stops or goes on; undefined for anything else. Said once for each change. */
export function troubleOf(
  store: 'findings' | 'audit' | 'log',
  event: JournalEvent | AuditLogEvent | BoundedLogEvent,
): Saying | undefined {
  if (event.kind === 'degraded') return { code: 'store.degraded', args: { store, code: event.code } };
  if (event.kind !== 'recovered') return undefined;
  const lost = 'dropped' in event ? event.dropped : event.lost;
  return { code: 'store.recovered', args: { store, lost } };
}

/** Says something on standard error, if anybody listens there. */
export function sayAloud(saying: Saying | undefined): void {
  if (saying !== undefined) process.stderr.write(`${render(englishTexts, saying)}\n`);
}
