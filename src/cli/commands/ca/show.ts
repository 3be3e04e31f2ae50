import { describeAuthority } from '../../../sidecar/ca/ca-description.js';
import { caOptionsOf } from '../../ca-options.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { caDocument, caLines } from '../../words/ca-lines.js';

export function addShow({ root, texts, run }: Program): void {
  const command = root
    .command('show')
    .summary(texts('cli.ca.show.summary', {}))
    .description(texts('cli.ca.show.about', {}))
    .addHelpText('after', `\n${texts('cli.ca.show.examples', {})}`)
    .action(() => run(command, showCa));
}

/** Reads the CA from disk, whether the sidecar runs or not, and writes nothing. */
export function showCa(context: Context): ExitCode {
  const { terminal, state } = context;
  const { settings } = caOptionsOf(context);
  const ca = describeAuthority(state);
  if (ca === undefined) {
    terminal.line(terminal.texts('ca.absent', {}));
    terminal.document({ exists: false });
    return ExitCode.ok;
  }
  const shown = { ca, state, bundle: settings.caBundle };
  for (const line of caLines(shown, terminal)) terminal.line(line);
  terminal.document(caDocument(shown));
  return ExitCode.ok;
}
