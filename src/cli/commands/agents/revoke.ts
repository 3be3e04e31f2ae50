import { agentNameFrom } from '../../agent-name.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';

export function addRevoke({ root, texts, run }: Program): void {
  const command = root
    .command('revoke')
    .summary(texts('cli.agents.revoke.summary', {}))
    .description(texts('cli.agents.revoke.about', {}))
    .argument('<name>', texts('cli.agents.name', {}))
    .addHelpText('after', `\n${texts('cli.agents.revoke.examples', {})}`)
    .action((name: string) =>
      run(command, async ({ guardian, terminal }) => {
        const agent = agentNameFrom(name);
        const { generation, known, closed } = await guardian.revokeAgent(agent);
        terminal.line(terminal.texts('cli.agents.revoke.done', { agent, closed }));
        if (!known) terminal.line(terminal.texts('cli.agents.revoke.unknown', { agent }));
        terminal.document({ agent, generation, known, closed });
        return ExitCode.ok;
      }),
    );
}
