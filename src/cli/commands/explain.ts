import type { ExplainOptions } from '../explain/run-explain.js';
import type { Program } from '../program.js';

export function addExplain({ root, texts, run }: Program): void {
  const command = root
    .command('explain')
    .summary(texts('cli.explain.summary', {}))
    .description(texts('cli.explain.about', {}))
    .argument('[file]', texts('cli.explain.file', {}))
    .option('--direction <WAY>', texts('cli.scan.direction', {}))
    .option('--rule <ID>', texts('cli.explain.rule', {}))
    .option('--host <HOST>', texts('cli.scan.host', {}))
    .option('--location <PLACE>', texts('cli.scan.location', {}))
    .addHelpText('after', `\n${texts('cli.explain.examples', {})}`)
    .action((file: string | undefined, options: ExplainOptions) =>
      run(command, async (context) => {
        const { explain } = await import('../explain/run-explain.js');
        return explain(file, options, context);
      }),
    );
}
