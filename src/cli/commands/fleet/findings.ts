import { severities } from '../../../findings/finding.js';
import { GuardianError } from '../../../text/guardian-error.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { findingLine } from '../../words/finding-line.js';
import { notUnderstoodLines } from '../../words/fleet-lines.js';
import { printable } from '../../../text/printable.js';
import { sinceFrom } from '../../words/since.js';
import { onFleet, wholeNumber } from './reader.js';

interface FleetFindingsOptions {
  readonly since: string;
  readonly host?: string;
  readonly minSeverity: string;
  readonly limit: string;
}

const MAX_FINDINGS = 100_000;

export function addFleetFindings({ root, texts, run }: Program): void {
  const command = root
    .command('findings')
    .summary(texts('cli.fleet.findings.summary', {}))
    .description(texts('cli.fleet.findings.about', {}))
    .option('--since <TIME>', texts('cli.fleet.option.since', {}), '24h')
    .option('--host <NAME>', texts('cli.fleet.option.host', {}))
    .option('--min-severity <LEVEL>', texts('cli.fleet.option.min_severity', {}), 'low')
    .option('--limit <NUMBER>', texts('cli.fleet.option.limit', {}), '50')
    .addHelpText('after', `\n${texts('cli.fleet.findings.examples', {})}`)
    .action((options: FleetFindingsOptions) => run(command, (context) => listFindings(context, options)));
}

async function listFindings(context: Context, options: FleetFindingsOptions): Promise<ExitCode> {
  const { terminal } = context;
  const { host } = options;
  const minSeverity = severities.find((severity) => severity === options.minSeverity);
  if (minSeverity === undefined) {
    const args = { option: '--min-severity', known: severities.join(', ') };
    throw new GuardianError({ code: 'cli.usage.choice', args });
  }
  const query = {
    since: new Date(sinceFrom(options.since, new Date())),
    minSeverity,
    ...(host === undefined ? {} : { host }),
  };
  const limit = wholeNumber('--limit', options.limit, MAX_FINDINGS);
  const { fleetLines, newestFindings } = await import('../../../fleet/findings.js');
  let notUnderstood = 0;
  const findings = await onFleet(context, (fleet) =>
    newestFindings(
      fleetLines(fleet, query, () => notUnderstood++),
      limit,
    ),
  );
  for (const { host: of, finding } of findings) {
    terminal.line(`${printable(of).padEnd(16)}  ${findingLine(finding, terminal, 'day-and-time')}`);
  }
  if (findings.length === 0) terminal.line(terminal.texts('cli.fleet.findings.none', {}));
  for (const line of notUnderstoodLines(notUnderstood, terminal)) terminal.line(line);
  terminal.document({ findings, not_understood: notUnderstood });
  return ExitCode.ok;
}
