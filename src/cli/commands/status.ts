import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { whyNotRunning } from '../why-not-running.js';
import { statusLines } from '../words/status-lines.js';

export function addStatus({ root, texts, run }: Program): void {
  const command = root
    .command('status')
    .summary(texts('cli.status.summary', {}))
    .description(texts('cli.status.about', {}))
    .addHelpText('after', `\n${texts('cli.status.examples', {})}`)
    .action(() => run(command, showStatus));
}

async function showStatus(context: Context): Promise<ExitCode> {
  const { guardian, terminal } = context;
  const status = await guardian.status().catch((error: unknown) => whyNotRunning(error, context));
  for (const line of statusLines(status, terminal)) terminal.line(line);
  terminal.document(status);
  return ExitCode.ok;
}
