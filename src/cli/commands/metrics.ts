import { GuardianError } from '../../text/guardian-error.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';

interface MetricsOptions {
  readonly token?: boolean;
}

export function addMetrics({ root, texts, run }: Program): void {
  const command = root
    .command('metrics')
    .summary(texts('cli.metrics.summary', {}))
    .description(texts('cli.metrics.about', {}))
    .option('--token', texts('cli.metrics.token', {}))
    .addHelpText('after', `\n${texts('cli.metrics.examples', {})}`)
    .action((options: MetricsOptions) => run(command, (context) => showMetrics(context, options)));
}

async function showMetrics({ guardian, terminal }: Context, { token: wanted }: MetricsOptions): Promise<ExitCode> {
  const { text, url, token } = await guardian.metrics();
  if (wanted !== true) {
    terminal.line(text.trimEnd());
    terminal.document({ metrics: text });
    return ExitCode.ok;
  }
  if (token === undefined || url === undefined) throw new GuardianError({ code: 'cli.metrics.no_port', args: {} });
  terminal.line(token);
  terminal.document({ url, token });
  return ExitCode.ok;
}
