import { Option } from 'commander';
import { adviceFor, adviceText } from '../../findings/advice/advice.js';
import { filterOf, fits } from '../../findings/journal/query/filter.js';
import type { FindingsQuery } from '../../findings/journal/query/findings-query.generated.js';
import { FindingsReader } from '../../findings/journal/query/reader.js';
import type { Finding } from '../../findings/finding.js';
import type { FindingsAnswer } from '../../sidecar/control/answers.js';
import { findingsAnswer } from '../../sidecar/control/findings-answer.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { queryFrom, type FindingsOptions } from '../findings-options.js';
import { ifRunning } from '../if-running.js';
import { journalFolder } from '../journal-folder.js';
import { Interruption } from '../interruption.js';
import { followFindings } from '../live-findings.js';
import type { Program } from '../program.js';
import { findingLine } from '../words/finding-line.js';
import { incidentLines } from '../words/incident-lines.js';

/** Options that say nothing about incidents. */
const NOT_FOR_INCIDENTS = [
  'threatType',
  'pattern',
  'severity',
  'minSeverity',
  'direction',
  'dest',
  'limit',
  'cursor',
  'follow',
  'format',
] as const satisfies readonly (keyof FindingsOptions)[];

export function addFindings({ root, texts, run }: Program): void {
  const command = root
    .command('findings')
    .summary(texts('cli.findings.summary', {}))
    .description(texts('cli.findings.about', {}))
    .option('--since <TIME>', texts('cli.findings.since', {}))
    .option('--until <TIME>', texts('cli.findings.until', {}))
    .option('--threat-type <TYPE>', texts('cli.findings.threat_type', {}))
    .option('--pattern <ID>', texts('cli.findings.pattern', {}))
    .option('--severity <LEVEL>', texts('cli.findings.severity', {}), (level: string, levels?: string[]) => [
      ...(levels ?? []),
      level,
    ])
    .option('--min-severity <LEVEL>', texts('cli.findings.min_severity', {}))
    .option('--direction <WAY>', texts('cli.findings.direction', {}))
    .option('--dest <TEXT>', texts('cli.findings.dest', {}))
    .option('--agent <GROUP>', texts('cli.findings.agent', {}))
    .option('--limit <NUMBER>', texts('cli.findings.limit', {}))
    .option('--cursor <CURSOR>', texts('cli.findings.cursor', {}))
    .addOption(new Option('--incidents', texts('cli.findings.incidents', {})).conflicts([...NOT_FOR_INCIDENTS]))
    .addOption(new Option('-f, --follow', texts('cli.findings.follow', {})).conflicts('until'))
    .option('--format <FORMAT>', texts('cli.findings.format', {}))
    .addHelpText('after', `\n${texts('cli.findings.examples', {})}`)
    .action((options: FindingsOptions) =>
      run(command, async (context) => {
        const query = queryFrom(options, new Date());
        if (options.format !== undefined) {
          // It says what rules look for, and nothing else here needs the rules.
          const { exportFindings } = await import('../export-findings.js');
          return exportFindings(options.format, query, options, context);
        }
        if (options.follow === true) return follow(query, context);
        return options.incidents === true ? listIncidents(query, context) : list(query, context);
      }),
    );
}

async function list(query: FindingsQuery, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const { texts } = terminal;
  const answer = await findingsOf(query, context);
  for (const finding of answer.findings) terminal.line(findingLine(finding, terminal, 'day-and-time'));
  if (answer.findings.length === 0) terminal.line(texts('cli.findings.none', {}));
  for (const advice of adviceFor(answer.findings, texts)) terminal.line(`\n${adviceText(advice, texts)}`);
  if (answer.nextCursor !== undefined) terminal.line(texts('cli.findings.more', { cursor: answer.nextCursor }));
  if (answer.skippedLines > 0) terminal.line(texts('cli.findings.skipped', { count: answer.skippedLines }));
  terminal.document(answer);
  return ExitCode.ok;
}

/** The stories of the time and the group that were asked for; findings themselves are left out. */
async function listIncidents({ since, until, agent }: FindingsQuery, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const conditions = { ...(since && { since }), ...(until && { until }), ...(agent && { agent }) };
  const { incidents = [] } = await findingsOf({ ...conditions, incidents: true, limit: 1 }, context);
  for (const incident of incidents) for (const line of incidentLines(incident, terminal)) terminal.line(line);
  if (incidents.length === 0) terminal.line(terminal.texts('cli.findings.no_incidents', {}));
  terminal.document({ incidents });
  return ExitCode.ok;
}

/** Asks the running Guardian, or reads the journal when there is none: findings outlive the process. */
async function findingsOf(query: FindingsQuery, context: Context): Promise<FindingsAnswer> {
  const answer = await ifRunning(context.guardian.findings(query));
  if (answer !== undefined) return answer;
  const folder = journalFolder(context);
  context.terminal.remark(context.terminal.texts('cli.findings.from_folder', { folder }));
  return findingsAnswer(folder, query);
}

/** The newest findings, the oldest of them first, then whatever comes, until Ctrl-C or until nobody reads. */
async function follow(query: FindingsQuery, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const reader = new FindingsReader(journalFolder(context));
  const filter = filterOf(query);
  // The place is taken first: what comes between is met twice, and shown once.
  const cursor = await reader.tailCursor('newest');
  const { findings } = await reader.query({ ...query, limit: query.limit ?? 20 });
  const shown = new Set(findings.map(stateOf));
  const show = (finding: Finding): void => {
    terminal.line(findingLine(finding, terminal, 'day-and-time'));
    terminal.document({ event: 'finding', finding });
  };
  [...findings].reverse().forEach(show);
  const interruption = new Interruption();
  try {
    await followFindings(
      {
        reader,
        cursor,
        onFinding: (finding) => {
          if (fits(filter, finding) && !shown.delete(stateOf(finding))) show(finding);
        },
        onTrouble: (error) => terminal.remark(error.in(terminal.texts)),
      },
      AbortSignal.any([interruption.signal, terminal.closed]),
    );
  } finally {
    interruption.dispose();
  }
  return ExitCode.ok;
}

function stateOf({ id = '', count = 1 }: Finding): string {
  return `${id} ${count}`;
}
