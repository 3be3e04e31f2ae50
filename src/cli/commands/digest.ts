import { join } from 'node:path';
import { loadConfig } from '../../sidecar/config.js';
import { buildDigest, type DigestTime } from '../../sidecar/digest/build-digest.js';
import type { TrafficDigest } from '../../sidecar/digest/digest.generated.js';
import { digestLines } from '../../sidecar/digest/digest-lines.js';
import { HostTraffic } from '../../sidecar/traffic/host-traffic.js';
import { readHostTraffic } from '../../sidecar/traffic/host-traffic-file.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { queryFrom } from '../findings-options.js';
import { ifRunning } from '../if-running.js';
import type { Program } from '../program.js';
import { printable } from '../../text/printable.js';

export function addDigest({ root, texts, run }: Program): void {
  const command = root
    .command('digest')
    .summary(texts('cli.digest.summary', {}))
    .description(texts('cli.digest.about', {}))
    .option('--since <TIME>', texts('cli.digest.since', {}), '24h')
    .option('--agent <GROUP>', texts('cli.digest.agent', {}))
    .addHelpText('after', `\n${texts('cli.digest.examples', {})}`)
    .action((options: { since: string; agent?: string }) =>
      run(command, async (context) => {
        const now = new Date();
        const { since = now.toISOString(), agent } = queryFrom(options, now);
        return showDigest({ since, ...(agent !== undefined && { agent }) }, context);
      }),
    );
}

async function showDigest(time: DigestTime, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const digest = await digestOf(time, context);
  for (const line of digestLines(digest, terminal.texts)) terminal.line(printable(line));
  terminal.document(digest);
  return ExitCode.ok;
}

/** Asks the running Guardian, or reads what one left behind. */
async function digestOf(time: DigestTime, { guardian, configFile, state, env }: Context): Promise<TrafficDigest> {
  const answer = await ifRunning(guardian.digest(time));
  if (answer !== undefined) return answer;
  const { settings } = loadConfig(configFile, state.home, env);
  const sources = {
    findingsFolder: join(settings.logDir, 'findings'),
    traffic: new HostTraffic(readHostTraffic(state.traffic)),
    status: undefined,
    httpsInspection: settings.httpsInspection.enabled,
  };
  return buildDigest(sources, time);
}
