import { pauseRequestSchema } from '../../sidecar/control/pause-request.generated.js';
import { GuardianError } from '../../text/guardian-error.js';
import { sayingsOf, validatorOf } from '../../validation/validator.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { secondsFrom } from '../words/time-from.js';

interface PauseOptions {
  readonly for: string;
  readonly reason: string;
}

const LONGEST_SECONDS = 24 * 60 * 60;

// The request's own rule under the name that was typed, so that the message names it.
const validateTyped = validatorOf<object>({
  type: 'object',
  properties: { '--reason': pauseRequestSchema.properties.reason },
});

export function addPause({ root, texts, run }: Program): void {
  const command = root
    .command('pause')
    .summary(texts('cli.pause.summary', {}))
    .description(texts('cli.pause.about', {}))
    .requiredOption('--for <TIME>', texts('cli.pause.for', {}))
    .requiredOption('--reason <TEXT>', texts('cli.pause.reason', {}))
    .addHelpText('after', `\n${texts('cli.pause.examples', {})}`)
    .action((options: PauseOptions) => run(command, (context) => pause(context, options)));
}

async function pause({ guardian, terminal }: Context, { for: length, reason }: PauseOptions): Promise<ExitCode> {
  const seconds = secondsFrom(length);
  if (seconds === undefined || seconds < 1 || seconds > LONGEST_SECONDS) {
    throw new GuardianError({ code: 'cli.usage.duration', args: { option: '--for' } });
  }
  const typed = validateTyped({ '--reason': reason });
  if (!typed.ok) throw new GuardianError({ code: 'cli.usage.options', args: { problems: sayingsOf(typed.problems) } });
  const pause = await guardian.pause(seconds, reason);
  const { paint, texts } = terminal;
  terminal.line(paint('alarm', texts('cli.pause.done', { until: pause.until })));
  terminal.document({ paused: true, ...pause });
  return ExitCode.ok;
}
