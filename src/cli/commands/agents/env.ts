import { authorityEnvironment, proxyEnvironment } from '../../../host/container-environment.js';
import { agentNameFrom } from '../../agent-name.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { exportLines } from '../../words/export-lines.js';

export function addEnv({ root, texts, run }: Program): void {
  const command = root
    .command('env')
    .summary(texts('cli.agents.env.summary', {}))
    .description(texts('cli.agents.env.about', {}))
    .argument('<name>', texts('cli.agents.name', {}))
    .addHelpText('after', `\n${texts('cli.agents.env.examples', {})}`)
    .action((name: string) => run(command, (context) => showEnvironment(name, context)));
}

/** Nothing but lines that a shell takes. */
async function showEnvironment(name: string, { guardian, terminal }: Context): Promise<ExitCode> {
  const agent = agentNameFrom(name);
  const { localUrl, caBundle } = await guardian.proxyUrl(agent);
  const authorities = caBundle === undefined ? {} : authorityEnvironment(caBundle);
  const environment = { ...proxyEnvironment(localUrl), ...authorities };
  for (const line of exportLines(environment)) terminal.line(line);
  terminal.document({ agent, environment });
  return ExitCode.ok;
}
