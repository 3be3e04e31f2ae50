import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { onFleet, wholeNumber } from './reader.js';

interface SetupOptions {
  readonly replicas: string;
  readonly maxAgeDays: string;
  readonly maxBytes: string;
}

/** As far as JetStream goes. */
const MAX_REPLICAS = 5;
const MAX_AGE_DAYS = 3_650;
const MAX_BYTES = 100 * 1024 ** 4;

export function addFleetSetup({ root, texts, run }: Program): void {
  const command = root
    .command('setup')
    .summary(texts('cli.fleet.setup.summary', {}))
    .description(texts('cli.fleet.setup.about', {}))
    .option('--replicas <NUMBER>', texts('cli.fleet.option.replicas', {}), '1')
    .option('--max-age-days <NUMBER>', texts('cli.fleet.option.max_age_days', {}), '90')
    .option('--max-bytes <NUMBER>', texts('cli.fleet.option.max_bytes', {}), '10737418240')
    .addHelpText('after', `\n${texts('cli.fleet.setup.examples', {})}`)
    .action((options: SetupOptions) => run(command, (context) => setUp(context, options)));
}

async function setUp(context: Context, { replicas, maxAgeDays, maxBytes }: SetupOptions): Promise<ExitCode> {
  const { terminal } = context;
  const bounds = {
    replicas: wholeNumber('--replicas', replicas, MAX_REPLICAS),
    maxAgeDays: wholeNumber('--max-age-days', maxAgeDays, MAX_AGE_DAYS),
    maxBytes: wholeNumber('--max-bytes', maxBytes, MAX_BYTES),
  };
  const { makeStreams } = await import('../../../fleet/streams.js');
  const { created, streams } = await onFleet(context, async (fleet) => ({
    created: await makeStreams(fleet, bounds),
    streams: fleet.streams,
  }));
  const args = { findings: streams.findings, status: streams.status };
  terminal.line(terminal.texts(created ? 'cli.fleet.setup.created' : 'cli.fleet.setup.updated', args));
  terminal.document({ created, streams, ...bounds });
  return ExitCode.ok;
}
