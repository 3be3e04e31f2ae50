import type { Context } from './context.js';
import type { ExitCode } from './exit-code.js';
import type { Program } from './program.js';
import { unknownCommand } from './wrong-usage.js';

export interface GroupWords {
  readonly summary: string;
  readonly about: string;
  readonly examples: string;
}

/**
 * Adds a command that is a group of others, such as `ca`.
 *
 * @param byDefault What the group does when none of them is named.
 * @returns what the commands of the group are added to.
 */
export function addGroup(
  program: Program,
  name: string,
  { summary, about, examples }: GroupWords,
  byDefault: (context: Context) => ExitCode | Promise<ExitCode>,
): Program {
  const group = program.root
    .command(name)
    .summary(summary)
    .description(about)
    .usage('[options] [command]')
    // Whatever is not one of the commands ends up here; taken as an argument, it can be answered with what was meant.
    .argument('[command]')
    .addHelpText('after', `\n${examples}`)
    .action(async (typed: string | undefined) => {
      if (typed !== undefined) throw unknownCommand(typed, group);
      await program.run(group, byDefault);
    });
  return { ...program, root: group };
}
