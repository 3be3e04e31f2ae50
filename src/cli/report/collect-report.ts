import { readAudit } from '../../audit/read.js';
import { readIncidents } from '../../findings/incidents/read-incidents.js';
import { FindingsReader } from '../../findings/journal/query/reader.js';
import { emptyStats } from '../../findings/journal/query/scan.js';
import type { ReportContent } from '../../report/page.js';
import { pausesOf } from '../../report/pauses.js';
import { FindingsTally } from '../../report/tally.js';
import { codeOf } from '../../text/unknown-error.js';
import { auditFolderOf } from '../audit-folder.js';
import type { Context } from '../context.js';
import { ifRunning } from '../if-running.js';
import { journalFolder } from '../journal-folder.js';

/** The newest are told. */
const MAX_INCIDENTS = 50;
/** More pauses than anybody reads about. */
const MAX_PAUSE_EVENTS = 200;

/** Puts together what a report tells of a time: from the journal and the audit log, and from what runs now. */
export async function collectReport(since: Date, until: Date, context: Context): Promise<ReportContent> {
  const tally = new FindingsTally(since, until);
  const conditions = { since: since.toISOString(), until: until.toISOString() };
  const stats = emptyStats();
  const reader = new FindingsReader(journalFolder(context));
  for await (const finding of reader.readAll(conditions, 'newest-first', stats)) tally.add(finding);
  if (stats.skippedLines > 0) {
    context.terminal.remark(context.terminal.texts('cli.findings.skipped', { count: stats.skippedLines }));
  }
  const { incidents, total } = await readIncidents(journalFolder(context), conditions, MAX_INCIDENTS);
  return {
    since,
    until,
    findings: tally.result(),
    status: await ifRunning(context.guardian.status()),
    ...(await pausesSince(since, context)),
    incidents,
    incidentsInAll: total,
  };
}

/** What the audit log tells; an installation that was never started has none. */
async function pausesSince(since: Date, context: Context): Promise<Pick<ReportContent, 'pauses' | 'hasEarlierPauses'>> {
  const filter = {
    kinds: ['monitoring_paused', 'monitoring_resumed'],
    since: since.toISOString(),
    limit: MAX_PAUSE_EVENTS,
  } as const;
  try {
    const { entries } = await readAudit(auditFolderOf(context), filter);
    return { pauses: pausesOf(entries), hasEarlierPauses: entries.length >= MAX_PAUSE_EVENTS };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { pauses: [] };
    throw error;
  }
}
