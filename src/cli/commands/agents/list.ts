import type { AgentAnswer } from '../../../sidecar/control/answers.js';
import type { Texts } from '../../../text/texts.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { printable } from '../../../text/printable.js';

export function addList({ root, texts, run }: Program): void {
  const command = root
    .command('list')
    .summary(texts('cli.agents.list.summary', {}))
    .description(texts('cli.agents.list.about', {}))
    .addHelpText('after', `\n${texts('cli.agents.list.examples', {})}`)
    .action(() => run(command, listAgents));
}

export async function listAgents({ guardian, terminal }: Context): Promise<ExitCode> {
  const answer = await guardian.agents();
  const { agents } = answer;
  const width = Math.max(0, ...agents.map(({ name }) => name.length));
  for (const agent of agents) {
    terminal.line(`${printable(agent.name).padEnd(width)}  ${printable(described(agent, terminal.texts))}`);
  }
  if (agents.length === 0) terminal.line(terminal.texts('cli.agents.list.none', {}));
  terminal.document(answer);
  return ExitCode.ok;
}

function described({ connections, generation, upstream }: AgentAnswer, texts: Texts): string {
  return [
    texts('cli.agents.list.connections', { count: connections }),
    upstream === undefined
      ? texts('cli.agents.list.usual_upstream', {})
      : texts('cli.agents.list.own_upstream', { upstream }),
    texts('cli.agents.list.generation', { generation }),
  ].join(', ');
}
