import { resolve } from 'node:path';
import { authorityEnvironment } from '../../../host/container-environment.js';
import { isNoBundle, writeCaBundle } from '../../../sidecar/ca/ca-bundle.js';
import { trustedCertificates } from '../../../sidecar/ca/authority-file.js';
import { requireAuthority } from '../../../sidecar/ca/rotate.js';
import { GuardianError } from '../../../text/guardian-error.js';
import { caOptionsOf } from '../../ca-options.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { exportLines } from '../../words/export-lines.js';
import { printable } from '../../../text/printable.js';

interface BundleOptions {
  readonly force?: boolean;
}

export function addBundle({ root, texts, run }: Program): void {
  const command = root
    .command('bundle')
    .summary(texts('cli.ca.bundle.summary', {}))
    .description(texts('cli.ca.bundle.about', {}))
    .argument('[file]', texts('cli.ca.bundle.file', {}))
    .option('--force', texts('cli.ca.option.force', {}))
    .addHelpText('after', `\n${texts('cli.ca.bundle.examples', {})}`)
    .action((file: string | undefined, options: BundleOptions) =>
      run(command, (context) => writeBundle(file, options, context)),
    );
}

function writeBundle(name: string | undefined, { force }: BundleOptions, context: Context): ExitCode {
  const { terminal, state } = context;
  const { settings } = caOptionsOf(context);
  const file = name === undefined ? settings.caBundle : resolve(name);
  const own = trustedCertificates(requireAuthority({ state }).file);
  if (force !== true && isNoBundle(file, own)) throw new GuardianError({ code: 'ca.file_exists', args: { file } });
  const count = writeCaBundle(file, own, settings.trustedCaFiles);
  // A comment, so that a shell can take the output as it is.
  terminal.line(`# ${terminal.texts('cli.ca.bundle.done', { file: printable(file), count })}`);
  for (const line of exportLines(authorityEnvironment(file))) terminal.line(line);
  terminal.document({ bundle: file, certificates: count, environment: authorityEnvironment(file) });
  return ExitCode.ok;
}
