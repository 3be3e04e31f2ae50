import { resolve } from 'node:path';
import { reportPage } from '../../report/page.js';
import { writingIn } from '../../report/writing.js';
import { GuardianError } from '../../text/guardian-error.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { collectReport } from '../report/collect-report.js';
import { openPage } from '../report/open-page.js';
import { writeReport } from '../report/write-report.js';
import { sinceFrom } from '../words/since.js';

interface ReportOptions {
  readonly html?: string;
  readonly since: string;
  readonly open?: boolean;
}

export function addReport({ root, texts, run }: Program): void {
  const command = root
    .command('report')
    .summary(texts('cli.report.summary', {}))
    .description(texts('cli.report.about', {}))
    .option('--html <FILE>', texts('cli.report.html', {}))
    .option('--since <TIME>', texts('cli.report.since', {}), '7d')
    .option('--open', texts('cli.report.open', {}))
    .addHelpText('after', `\n${texts('cli.report.examples', {})}`)
    .action((options: ReportOptions) => run(command, (context) => report(options, context)));
}

async function report(options: ReportOptions, context: Context): Promise<ExitCode> {
  const { terminal, env } = context;
  const { html, open } = options;
  if (html === undefined) throw new GuardianError({ code: 'cli.usage.report_html', args: {} });
  const until = new Date();
  const since = sinceFrom(options.since, until);
  const writing = writingIn(terminal.texts.locale.formats, terminal.texts);
  const content = await collectReport(new Date(since), until, context);
  const file = resolve(html);
  writeReport(file, reportPage(content, writing));
  const { findings: count } = content.findings;
  terminal.line(terminal.texts('cli.report.written', { file, count }));
  terminal.document({ file, findings: count });
  if (open === true) await openPage(file, env);
  return ExitCode.ok;
}
