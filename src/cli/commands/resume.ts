import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';

export function addResume({ root, texts, run }: Program): void {
  const command = root
    .command('resume')
    .summary(texts('cli.resume.summary', {}))
    .description(texts('cli.resume.about', {}))
    .addHelpText('after', `\n${texts('cli.resume.examples', {})}`)
    .action(() => run(command, resume));
}

async function resume({ guardian, terminal }: Context): Promise<ExitCode> {
  const { was_paused: wasPaused } = await guardian.resume();
  terminal.line(terminal.texts(wasPaused ? 'cli.resume.done' : 'cli.resume.not_paused', {}));
  terminal.document({ resumed: true, was_paused: wasPaused });
  return ExitCode.ok;
}
