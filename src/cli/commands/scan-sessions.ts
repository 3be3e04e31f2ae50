import type { Program } from '../program.js';
import type { ScanSessionsOptions } from '../scan/run-scan-sessions.js';

export function addScanSessions({ root, texts, run }: Program): void {
  const command = root
    .command('scan-sessions')
    .summary(texts('cli.scan_sessions.summary', {}))
    .description(texts('cli.scan_sessions.about', {}))
    .requiredOption('--nanoclaw <DIR>', texts('cli.scan_sessions.nanoclaw', {}))
    .option('--since <TIME>', texts('cli.scan_sessions.since', {}))
    .option('--progress', texts('cli.scan_sessions.progress', {}))
    .addHelpText('after', `\n${texts('cli.scan_sessions.examples', {})}`)
    .action((options: ScanSessionsOptions) =>
      run(command, async (context) => {
        // Loaded when it is needed: the rules would make every other command slower to start.
        const { runScanSessions } = await import('../scan/run-scan-sessions.js');
        return runScanSessions(options, context);
      }),
    );
}
