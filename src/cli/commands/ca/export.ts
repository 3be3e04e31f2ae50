import { resolve } from 'node:path';
import { fingerprintOf } from '../../../proxy/certificates/authority.js';
import { writePublicFile } from '../../../sidecar/ca/public-file.js';
import { requireAuthority } from '../../../sidecar/ca/rotate.js';
import { readIfThere } from '../../../sidecar/state-folder.js';
import { GuardianError } from '../../../text/guardian-error.js';
import { audited } from '../../audited.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';

interface ExportOptions {
  readonly force?: boolean;
}

export function addExport({ root, texts, run }: Program): void {
  const command = root
    .command('export')
    .summary(texts('cli.ca.export.summary', {}))
    .description(texts('cli.ca.export.about', {}))
    .argument('[file]', texts('cli.ca.export.file', {}))
    .option('--force', texts('cli.ca.option.force', {}))
    .addHelpText('after', `\n${texts('cli.ca.export.examples', {})}`)
    .action((file: string | undefined, options: ExportOptions) =>
      run(command, (context) => exportCertificate(file, options, context)),
    );
}

/** Only the certificate: the key is not even opened. */
function exportCertificate(name: string | undefined, { force = false }: ExportOptions, context: Context): ExitCode {
  const { terminal, state } = context;
  const { certificate } = requireAuthority({ state }).file;
  const fingerprint = fingerprintOf(certificate);
  const exported = (): void => audited(context, { kind: 'ca_exported', fingerprint });
  if (name === undefined || name === '-') {
    exported();
    terminal.line(certificate.trimEnd());
    terminal.document({ certificate, fingerprint_sha256: fingerprint });
    return ExitCode.ok;
  }
  const file = resolve(name);
  const present = readIfThere(file)?.toString('utf8');
  if (present !== undefined && present !== certificate && !force) {
    throw new GuardianError({ code: 'ca.file_exists', args: { file } });
  }
  writePublicFile(file, certificate);
  exported();
  terminal.line(terminal.texts('cli.ca.export.done', { file, fingerprint }));
  terminal.document({ file, fingerprint_sha256: fingerprint });
  return ExitCode.ok;
}
