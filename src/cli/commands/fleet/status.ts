import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { fleetStatusLines } from '../../words/fleet-lines.js';
import { onFleet } from './reader.js';

export function addFleetStatus({ root, texts, run }: Program): void {
  const command = root
    .command('status')
    .summary(texts('cli.fleet.status.summary', {}))
    .description(texts('cli.fleet.status.about', {}))
    .addHelpText('after', `\n${texts('cli.fleet.status.examples', {})}`)
    .action(() => run(command, showFleetStatus));
}

export async function showFleetStatus(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const { fleetStatus } = await import('../../../fleet/hosts.js');
  const status = await onFleet(context, (fleet) => fleetStatus(fleet, new Date()));
  for (const line of fleetStatusLines(status, terminal)) terminal.line(line);
  terminal.document(status);
  return ExitCode.ok;
}
