import { describeAuthority } from '../../../sidecar/ca/ca-description.js';
import { GuardianError } from '../../../text/guardian-error.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { EXPORTED, trustInstructions } from '../../words/trust-instructions.js';

interface InstructionsOptions {
  readonly iUnderstand?: boolean;
}

export function addTrustInstructions({ root, texts, run }: Program): void {
  const command = root
    .command('trust-instructions')
    .summary(texts('cli.ca.trust.summary', {}))
    .description(texts('cli.ca.trust.about', {}))
    .option('--i-understand', texts('cli.ca.trust.i_understand', {}))
    .addHelpText('after', `\n${texts('cli.ca.trust.examples', {})}`)
    .action((options: InstructionsOptions) => run(command, (context) => instruct(options, context)));
}

/** Prints, after a warning, what a person would type. Nothing is run (law 4). */
function instruct({ iUnderstand }: InstructionsOptions, { terminal, state }: Context): ExitCode {
  const { texts, paint } = terminal;
  const warning = texts('cli.ca.trust.warning', {});
  if (iUnderstand !== true) throw new GuardianError({ code: 'cli.usage.not_understood', args: { warning } });
  const ca = describeAuthority(state);
  if (ca === undefined) throw new GuardianError({ code: 'ca.absent', args: {} });
  const instructions = trustInstructions(ca, texts);
  terminal.line(paint('yellow', warning));
  terminal.line('');
  terminal.line(texts('cli.ca.trust.first', {}));
  terminal.line(`    traffic-guardian ca export ${EXPORTED}`);
  terminal.line(`    sha256 Fingerprint=${ca.fingerprint}`);
  for (const { system, trust, undo } of instructions) {
    terminal.line('');
    terminal.line(paint('bold', system));
    for (const line of trust) terminal.line(`    ${line}`);
    if (undo.length > 0) terminal.line(`  ${texts('cli.ca.trust.undo', {})}`);
    for (const line of undo) terminal.line(`    ${line}`);
  }
  terminal.document({ warning, file: EXPORTED, fingerprint_sha256: ca.fingerprint, instructions });
  return ExitCode.ok;
}
