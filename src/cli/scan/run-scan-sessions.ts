import { resolve } from 'node:path';
import { leaveAuditNote } from '../../audit/notes.js';
import { guardianOf } from '../../sessions/guardian-of.js';
import { scanSessions, type SessionScanEvent, type SessionScanTotal } from '../../sessions/scan-sessions.js';
import { bytesShown } from '../../text/amounts.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { Interruption } from '../interruption.js';
import type { Terminal } from '../terminal.js';
import { findingLine } from '../words/finding-line.js';
import { sinceFrom } from '../words/since.js';
import { printable } from '../../text/printable.js';
import { Progress } from './progress.js';

/** The options of `scan-sessions` as they were typed. */
export interface ScanSessionsOptions {
  readonly nanoclaw: string;
  readonly since?: string;
  readonly progress?: boolean;
}

/** Does what `scan-sessions` was asked for. */
export async function runScanSessions(options: ScanSessionsOptions, { terminal, env }: Context): Promise<ExitCode> {
  const since = options.since === undefined ? undefined : Date.parse(sinceFrom(options.since, new Date()));
  const guardian = guardianOf(resolve(options.nanoclaw), env);
  const { texts } = terminal;
  const progress = new Progress({ texts, unit: 'files', wanted: options.progress === true });
  const interruption = new Interruption();
  let total: SessionScanTotal;
  try {
    total = await scanSessions({
      ...guardian,
      ...(since === undefined ? {} : { since }),
      signal: AbortSignal.any([interruption.signal, terminal.closed]),
      report: (event) => show(event, terminal, progress),
    });
  } finally {
    progress.clear();
    interruption.dispose();
  }
  const { files, bytes, findings, known, suppressed, malformed, leftOut, unreadable, complete } = total;
  if (!leaveAuditNote(guardian.state.auditNotes, { kind: 'sessions_scanned', files, findings, complete })) {
    terminal.remark(texts('audit.not_recorded', { folder: guardian.state.auditNotes }));
  }
  terminal.line(
    texts('cli.scan_sessions.total', { files, bytes: bytesShown(bytes, texts), findings, known, suppressed }),
  );
  if (malformed > 0) terminal.line(texts('cli.scan_sessions.malformed', { count: malformed }));
  if (!complete) terminal.line(texts('cli.scan_sessions.incomplete', {}));
  terminal.document({
    summary: { files, bytes, findings, known, suppressed, malformed, left_out: leftOut, unreadable, complete },
  });
  return unreadable > 0 || interruption.signal.aborted ? ExitCode.failure : ExitCode.ok;
}

function show(event: SessionScanEvent, terminal: Terminal, progress: Progress): void {
  if (event.kind === 'progress') {
    progress.step({ items: event.files, bytes: event.bytes });
    return;
  }
  progress.clear();
  if (event.kind === 'finding') {
    progress.step({ findings: 1 });
    terminal.line(findingLine(event.finding, terminal, 'day-and-time'));
    terminal.document({ finding: event.finding });
    return;
  }
  const path = printable(event.path);
  if (event.kind === 'left-out') {
    if (terminal.json) terminal.document({ path: event.path, left_out: event.reason });
    else terminal.remark(terminal.texts('sessions.left_out', { path, reason: event.reason }));
    return;
  }
  const { code } = event;
  const message = terminal.texts('sessions.unreadable', { path, code });
  if (terminal.json) {
    terminal.document({ path: event.path, error: { code: 'sessions.unreadable', message, system_code: code } });
  } else terminal.remark(message);
}
