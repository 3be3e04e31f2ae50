import type { Program } from '../program.js';
import type { ScanOptions } from '../scan/run-scan.js';

export function addScan({ root, texts, run }: Program): void {
  const command = root
    .command('scan')
    .summary(texts('cli.scan.summary', {}))
    .description(texts('cli.scan.about', {}))
    .argument('[path...]', texts('cli.scan.path', {}))
    .option('--direction <WAY>', texts('cli.scan.direction', {}))
    .option('--host <HOST>', texts('cli.scan.host', {}))
    .option('--location <PLACE>', texts('cli.scan.location', {}))
    .option('--jsonl', texts('cli.scan.jsonl', {}))
    .option('--git', texts('cli.scan.git', {}))
    .option('--exit-code', texts('cli.scan.exit_code', {}))
    .option('--progress', texts('cli.scan.progress', {}))
    .addHelpText('after', `\n${texts('cli.scan.examples', {})}`)
    .action((paths: readonly string[], options: ScanOptions) =>
      run(command, async (context) => {
        // Loaded when it is needed: the rules would make every other command slower to start.
        const { scan } = await import('../scan/run-scan.js');
        return scan(paths, options, context);
      }),
    );
}
