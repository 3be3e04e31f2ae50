import { resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { readConfig, readConfigText } from '../../sidecar/config.js';
import { isConfigNamed, overridesFrom } from '../../sidecar/environment.js';
import { render } from '../../text/texts.js';
import type { Problem } from '../../validation/validator.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { printable } from '../../text/printable.js';

export function addCheckConfig({ root, texts, run }: Program): void {
  const command = root
    .command('check-config')
    .summary(texts('cli.check_config.summary', {}))
    .description(texts('cli.check_config.about', {}))
    .argument('[file]', texts('cli.check_config.file', {}))
    .addHelpText('after', `\n${texts('cli.check_config.examples', {})}`)
    .action((file: string | undefined) => run(command, (context) => checkConfig(file, context)));
}

async function checkConfig(file: string | undefined, context: Context): Promise<ExitCode> {
  const { terminal, env, configFile } = context;
  const { texts } = terminal;
  const source = file === '-' ? texts('cli.check_config.stdin', {}) : file === undefined ? configFile : resolve(file);
  // The usual file need not exist; one that was named is expected to.
  const mayBeAbsent = file === undefined && !isConfigNamed(env);
  const text = file === '-' ? await textOf(process.stdin) : readConfigText(source, mayBeAbsent);
  const problems = problemsOf(text, context).map(({ field, saying }) => ({
    field,
    code: saying.code,
    message: printable(render(texts, saying)),
  }));
  const valid = problems.length === 0;
  if (!valid) terminal.line(texts('cli.check_config.invalid', { source, count: problems.length }));
  else terminal.line(texts(text === undefined ? 'cli.check_config.absent' : 'cli.check_config.valid', { source }));
  for (const { message } of problems) terminal.line(`- ${message}`);
  terminal.document({ valid, problems });
  return valid ? ExitCode.ok : ExitCode.usage;
}

/** Everything that is wrong with file and environment, so that both can be mended at once. */
function problemsOf(text: string | undefined, { env, state }: Context): readonly Problem[] {
  const together = readConfig({ text, home: state.home, env });
  if (together.ok) return [];
  const file = readConfig({ text, home: state.home, env: {} });
  const variables = overridesFrom(env);
  const apart = [...(file.ok ? [] : file.problems), ...(variables.ok ? [] : variables.problems)];
  return apart.length > 0 ? apart : together.problems;
}
