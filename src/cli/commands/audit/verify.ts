import type { ChainHead } from '../../../audit/line.js';
import { verifyAudit, type AuditVerification } from '../../../audit/verify.js';
import { GuardianError } from '../../../text/guardian-error.js';
import { codeOf } from '../../../text/unknown-error.js';
import { auditFolderOf } from '../../audit-folder.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { verificationLines } from '../../words/audit-lines.js';

interface VerifyOptions {
  readonly head?: string;
}

export function addVerify({ root, texts, run }: Program): void {
  const command = root
    .command('verify')
    .summary(texts('cli.audit.verify.summary', {}))
    .description(texts('cli.audit.verify.about', {}))
    .option('--head <NUMBER:HASH>', texts('cli.audit.verify.head', {}))
    .addHelpText('after', `\n${texts('cli.audit.verify.examples', {})}`)
    .action((options: VerifyOptions) => run(command, (context) => verify(options, context)));
}

async function verify({ head }: VerifyOptions, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const folder = auditFolderOf(context);
  const verification = await verified(folder, head === undefined ? undefined : headFrom(head));
  for (const line of verificationLines(verification, terminal)) terminal.line(line);
  const { problemCount, ...rest } = verification;
  terminal.document({ ...rest, problem_count: problemCount });
  return verification.intact ? ExitCode.ok : ExitCode.failure;
}

async function verified(folder: string, pinned: ChainHead | undefined): Promise<AuditVerification> {
  let verification: AuditVerification | undefined;
  try {
    verification = await verifyAudit(folder, pinned);
  } catch (error) {
    throw new GuardianError({ code: 'audit.unreadable', args: { folder, code: codeOf(error) ?? 'UNKNOWN' } });
  }
  if (verification === undefined) throw new GuardianError({ code: 'audit.absent', args: { folder } });
  return verification;
}

function headFrom(typed: string): ChainHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(typed) ?? [];
  if (seq === undefined || hash === undefined) throw new GuardianError({ code: 'cli.usage.audit_head', args: {} });
  return { seq: Number(seq), hash: hash.toLowerCase() };
}
