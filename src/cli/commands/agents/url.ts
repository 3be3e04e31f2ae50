import { agentNameFrom } from '../../agent-name.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';

export function addUrl({ root, texts, run }: Program): void {
  const command = root
    .command('url')
    .summary(texts('cli.agents.url.summary', {}))
    .description(texts('cli.agents.url.about', {}))
    .argument('<name>', texts('cli.agents.name', {}))
    .addHelpText('after', `\n${texts('cli.agents.url.examples', {})}`)
    .action((name: string) =>
      run(command, async ({ guardian, terminal }) => {
        const agent = agentNameFrom(name);
        const { url, localUrl } = await guardian.proxyUrl(agent);
        terminal.line(localUrl);
        terminal.document({ agent, url: localUrl, container_url: url });
        return ExitCode.ok;
      }),
    );
}
