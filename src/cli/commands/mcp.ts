import { controlSocketClient } from '../../mcp/guardian-client.js';
import { serveMcp } from '../../mcp/serve.js';
import { setupPrompt } from '../../setup/setup-prompt.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { setupMachineOf } from '../setup-machine.js';

export function addMcp({ root, texts, run }: Program): void {
  const command = root
    .command('mcp')
    .summary(texts('cli.mcp.summary', {}))
    .description(texts('cli.mcp.about', {}))
    .addHelpText('after', `\n${texts('cli.mcp.examples', {})}`)
    .action(() =>
      run(command, async (context) => {
        const prompts = [setupPrompt(setupMachineOf(context), texts)];
        await serveMcp(controlSocketClient(context.state.controlSocket), texts, prompts);
        return ExitCode.ok;
      }),
    );
}
