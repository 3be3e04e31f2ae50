import { controlSocketClient } from '../../mcp/guardian-client.js';
import { serveMcp } from '../../mcp/serve.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';

export function addMcp({ root, texts, run }: Program): void {
  const command = root
    .command('mcp')
    .summary(texts('cli.mcp.summary', {}))
    .description(texts('cli.mcp.about', {}))
    .addHelpText('after', `\n${texts('cli.mcp.examples', {})}`)
    .action(() =>
      run(command, async ({ state }) => {
        await serveMcp(controlSocketClient(state.controlSocket));
        return ExitCode.ok;
      }),
    );
}
