import { auditKinds, isAuditKind, type AuditEntry } from '../../../audit/events.js';
import { readAudit } from '../../../audit/read.js';
import { GuardianError } from '../../../text/guardian-error.js';
import { codeOf } from '../../../text/unknown-error.js';
import { closestName } from '../../../validation/closest-name.js';
import { agentNameFrom } from '../../agent-name.js';
import { auditFolderOf } from '../../audit-folder.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { auditLine } from '../../words/audit-lines.js';
import { sinceFrom } from '../../words/since.js';

interface ShowOptions {
  readonly event?: readonly string[];
  readonly since?: string;
  readonly agent?: string;
  readonly limit?: string;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 10_000;

export function addAuditShow({ root, texts, run }: Program): void {
  const command = root
    .command('show')
    .summary(texts('cli.audit.show.summary', {}))
    .description(texts('cli.audit.show.about', {}))
    .option('--event <KIND>', texts('cli.audit.show.event', {}), (kind: string, kinds?: string[]) => [
      ...(kinds ?? []),
      kind,
    ])
    .option('--since <TIME>', texts('cli.audit.show.since', {}))
    .option('--agent <GROUP>', texts('cli.audit.show.agent', {}))
    .option('--limit <NUMBER>', texts('cli.audit.show.limit', {}))
    .addHelpText('after', `\n${texts('cli.audit.show.examples', {})}`)
    .action((options: ShowOptions) => run(command, (context) => showAudit(options, context)));
}

/** Reads the files, whether the sidecar runs or not. */
export async function showAudit(options: ShowOptions, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const { texts } = terminal;
  const folder = auditFolderOf(context);
  const { entries, damagedLines } = await read(folder, options);
  for (const entry of entries) terminal.line(auditLine(entry, terminal.texts));
  if (entries.length === 0) terminal.line(texts('cli.audit.show.none', {}));
  if (damagedLines > 0) terminal.line(texts('cli.audit.show.damaged', { count: damagedLines }));
  terminal.document({ entries, damaged_lines: damagedLines });
  return ExitCode.ok;
}

async function read(
  folder: string,
  { event, since, agent, limit }: ShowOptions,
): Promise<{ readonly entries: readonly AuditEntry[]; readonly damagedLines: number }> {
  const kinds = event?.map(kindFrom);
  const from = since === undefined ? undefined : sinceFrom(since, new Date());
  const filter = {
    ...(kinds === undefined ? {} : { kinds }),
    ...(from === undefined ? {} : { since: from }),
    ...(agent === undefined ? {} : { agent: agentNameFrom(agent) }),
    limit: limitFrom(limit),
  };
  try {
    return await readAudit(folder, filter);
  } catch (error) {
    const code = codeOf(error) ?? 'UNKNOWN';
    if (code === 'ENOENT') throw new GuardianError({ code: 'audit.absent', args: { folder } });
    throw new GuardianError({ code: 'audit.unreadable', args: { folder, code } });
  }
}

function kindFrom(typed: string) {
  if (isAuditKind(typed)) return typed;
  const guess = closestName(typed, auditKinds);
  throw new GuardianError({
    code: 'cli.usage.audit_event',
    args: { known: guess === undefined ? auditKinds.join(', ') : `${guess}?` },
  });
}

function limitFrom(typed: string | undefined): number {
  if (typed === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new GuardianError({ code: 'cli.usage.audit_limit', args: { maximum: MAX_LIMIT } });
}
