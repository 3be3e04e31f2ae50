import type { AuditEvent } from '../audit/events.js';
import { leaveAuditNote } from '../audit/notes.js';
import type { Context } from './context.js';

/** Records what a command did in the audit log, by way of the sidecar that runs now or next. Says so when it cannot. */
export function audited({ state, terminal }: Context, event: AuditEvent): void {
  if (!leaveAuditNote(state.auditNotes, event)) {
    terminal.remark(terminal.texts('audit.not_recorded', { folder: state.auditNotes }));
  }
}
