import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { fleetDigestLines, notUnderstoodLines } from '../../words/fleet-lines.js';
import { sinceFrom } from '../../words/since.js';
import { onFleet } from './reader.js';

interface DigestOptions {
  readonly since: string;
}

export function addFleetDigest({ root, texts, run }: Program): void {
  const command = root
    .command('digest')
    .summary(texts('cli.fleet.digest.summary', {}))
    .description(texts('cli.fleet.digest.about', {}))
    .option('--since <TIME>', texts('cli.fleet.option.since', {}), '7d')
    .addHelpText('after', `\n${texts('cli.fleet.digest.examples', {})}`)
    .action((options: DigestOptions) => run(command, (context) => showDigest(context, options)));
}

async function showDigest(context: Context, options: DigestOptions): Promise<ExitCode> {
  const { terminal } = context;
  const since = new Date(sinceFrom(options.since, new Date()));
  const [{ digestOf }, { fleetLines }] = await Promise.all([
    import('../../../fleet/digest.js'),
    import('../../../fleet/findings.js'),
  ]);
  let notUnderstood = 0;
  const digest = await onFleet(context, (fleet) => digestOf(fleetLines(fleet, { since }, () => notUnderstood++)));
  for (const line of fleetDigestLines(digest, terminal)) terminal.line(line);
  for (const line of notUnderstoodLines(notUnderstood, terminal)) terminal.line(line);
  terminal.document({ since: since.toISOString(), ...digest, not_understood: notUnderstood });
  return ExitCode.ok;
}
