import { examineTrust } from '../../../doctor/trust/examine-trust.js';
import { proxyNamed } from '../../../doctor/trust/proxy-named.js';
import { trustDocument, trustLines } from '../../../doctor/trust/trust-lines.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';

export function addCaDoctor({ root, texts, run }: Program): void {
  const command = root
    .command('doctor')
    .summary(texts('cli.ca.doctor.summary', {}))
    .description(texts('cli.ca.doctor.about', {}))
    .addHelpText('after', `\n${texts('cli.ca.doctor.examples', {})}`)
    .action(() => run(command, doctor));
}

/** The agent group that the check comes in as where no proxy is named. */
const OWN_AGENT = 'local';

async function doctor({ env, guardian, terminal }: Context): Promise<ExitCode> {
  const proxy = proxyNamed(env) ?? new URL((await guardian.proxyUrl(OWN_AGENT)).localUrl);
  const report = await examineTrust(proxy, env);
  for (const line of trustLines(report, proxy, terminal.texts)) terminal.line(line);
  terminal.document(trustDocument(report, proxy));
  if (report.authority.kind === 'none') return ExitCode.failure;
  return report.programs.some(({ verdict }) => verdict === 'refused') ? ExitCode.warnings : ExitCode.ok;
}
