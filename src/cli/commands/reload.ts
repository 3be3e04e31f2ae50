import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';

export function addReload({ root, texts, run }: Program): void {
  const command = root
    .command('reload')
    .summary(texts('cli.reload.summary', {}))
    .description(texts('cli.reload.about', {}))
    .addHelpText('after', `\n${texts('cli.reload.examples', {})}`)
    .action(() => run(command, reload));
}

async function reload({ guardian, terminal }: Context): Promise<ExitCode> {
  const { texts } = terminal;
  const answer = await guardian.reload();
  const { changed, restart_needed: restartNeeded } = answer;
  if (changed.length + restartNeeded.length === 0) terminal.line(texts('cli.reload.unchanged', {}));
  if (changed.length > 0) terminal.line(texts('cli.reload.changed', { settings: changed.join(', ') }));
  if (restartNeeded.length > 0) {
    terminal.line(texts('cli.reload.restart_needed', { settings: restartNeeded.join(', ') }));
  }
  terminal.document({ reloaded: true, ...answer });
  return ExitCode.ok;
}
