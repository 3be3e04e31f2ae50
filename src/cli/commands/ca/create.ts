import { describeAuthority } from '../../../sidecar/ca/ca-description.js';
import { ensureAuthority } from '../../../sidecar/ca/ca-store.js';
import { GuardianError } from '../../../text/guardian-error.js';
import { caOptionsOf } from '../../ca-options.js';
import { audited } from '../../audited.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { caDocument, caLines } from '../../words/ca-lines.js';

export function addCreate({ root, texts, run }: Program): void {
  const command = root
    .command('create')
    .summary(texts('cli.ca.create.summary', {}))
    .description(texts('cli.ca.create.about', {}))
    .addHelpText('after', `\n${texts('cli.ca.create.examples', {})}`)
    .action(() => run(command, create));
}

async function create(context: Context): Promise<ExitCode> {
  const { terminal, state } = context;
  const { settings, options } = caOptionsOf(context);
  const { created } = await ensureAuthority(options);
  const ca = describeAuthority(state);
  if (ca === undefined) throw new GuardianError({ code: 'ca.absent', args: {} });
  if (created) audited(context, { kind: 'ca_created', fingerprint: ca.fingerprint });
  const shown = { ca, state, bundle: settings.caBundle };
  terminal.line(terminal.texts(created ? 'cli.ca.create.created' : 'cli.ca.create.was_there', {}));
  for (const line of caLines(shown, terminal)) terminal.line(line);
  terminal.document({ created, ...caDocument(shown) });
  return ExitCode.ok;
}
