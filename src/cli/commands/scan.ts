import { createReadStream } from 'node:fs';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { answerCase, errorIn, locationOf, type CaseAnswer } from '../scan/case-line.js';
import { linesOf, MAX_LINE_BYTES } from '../scan/lines.js';
import { filesAt } from '../scan/paths.js';
import { Progress } from '../scan/progress.js';
import { DEFAULT_TARGET, directions, Scanner, type ScanFinding, type ScanTarget } from '../scan/scanner.js';
import { scanLine } from '../words/scan-line.js';

interface ScanOptions {
  readonly direction?: string;
  readonly host?: string;
  readonly location?: string;
  readonly jsonl?: boolean;
  readonly git?: boolean;
  readonly exitCode?: boolean;
  readonly progress?: boolean;
}

/** What came of a scan. */
interface Total {
  items: number;
  bytes: number;
  findings: number;
  failed: number;
}

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
      run(command, (context) => scan(paths, options, context)),
    );
}

async function scan(paths: readonly string[], options: ScanOptions, context: Context): Promise<ExitCode> {
  const target = targetFrom(options);
  if (paths.length === 0 && process.stdin.isTTY) throw new GuardianError({ code: 'cli.usage.scan_what', args: {} });
  const scanner = Scanner.for(context);
  const sources = paths.length === 0 ? ['-'] : paths;
  const work = options.jsonl === true ? scanCases : scanFiles;
  const total = await work(sources, scanner, target, options, context);
  if (total.failed > 0) return ExitCode.failure;
  return options.exitCode === true && total.findings > 0 ? ExitCode.failure : ExitCode.ok;
}

/** @throws GuardianError `cli.usage.*` when an option has no such value. */
export function targetFrom({
  direction,
  host,
  location,
}: Pick<ScanOptions, 'direction' | 'host' | 'location'>): ScanTarget {
  const way = directions.find((each) => each === direction);
  if (direction !== undefined && way === undefined) throw new GuardianError({ code: 'cli.usage.direction', args: {} });
  return {
    ...DEFAULT_TARGET,
    ...(way === undefined ? {} : { directions: [way] }),
    ...(host === undefined ? {} : { host }),
    ...(location === undefined ? {} : { location: locationOf(location) }),
  };
}

/** Whole files, whatever is in them: each is read in pieces and needs no more memory than a piece. */
async function scanFiles(
  sources: readonly string[],
  scanner: Scanner,
  target: ScanTarget,
  options: ScanOptions,
  { terminal }: Context,
): Promise<Total> {
  const { texts } = terminal;
  const progress = new Progress({ texts, unit: 'files', wanted: options.progress === true });
  const total: Total = { items: 0, bytes: 0, findings: 0, failed: 0 };
  const unreadable = (path: string, code: string): void => {
    total.failed++;
    progress.clear();
    if (terminal.json) terminal.document({ path, error: { code: 'scan.unreadable', system_code: code } });
    else terminal.remark(texts('scan.unreadable', { path, code }));
  };
  const one = async (path: string, stream: AsyncIterable<Buffer>): Promise<void> => {
    const findings: ScanFinding[] = [];
    const text = scanner.open(target, (finding) => findings.push(finding));
    let bytes = 0;
    for await (const chunk of stream) {
      text.write(chunk);
      bytes += chunk.length;
      progress.step({ bytes: chunk.length });
    }
    text.end();
    total.items++;
    total.bytes += bytes;
    total.findings += findings.length;
    if (findings.length > 0) progress.clear();
    for (const finding of findings) terminal.line(scanLine(path, finding, terminal.paint));
    terminal.document({ path, bytes, findings });
    await terminal.drained();
    progress.step({ items: 1, findings: findings.length });
  };
  for (const source of sources) {
    if (source === '-') {
      await one('-', process.stdin);
      continue;
    }
    for await (const found of filesAt([source], options.git === true)) {
      if (terminal.closed.aborted) return total;
      if (found.kind === 'unreadable') {
        unreadable(found.path, found.code);
        continue;
      }
      try {
        await one(found.path, createReadStream(found.path, { highWaterMark: 256 * 1024 }));
      } catch (error) {
        const code = codeOf(error);
        if (code === undefined || error instanceof GuardianError) throw error;
        unreadable(found.path, code);
      }
    }
  }
  progress.clear();
  const { items: files, bytes, findings, failed } = total;
  terminal.line(texts('cli.scan.total', { files, findings }));
  terminal.document({ summary: { files, bytes, findings, failed } });
  return total;
}

/** One case a line, one answer a line, in the same order and as soon as it is there. */
async function scanCases(
  sources: readonly string[],
  scanner: Scanner,
  target: ScanTarget,
  options: ScanOptions,
  { terminal }: Context,
): Promise<Total> {
  const progress = new Progress({ texts: terminal.texts, unit: 'lines', wanted: options.progress === true });
  const total: Total = { items: 0, bytes: 0, findings: 0, failed: 0 };
  const give = async (answer: CaseAnswer, bytes: number): Promise<void> => {
    const findings = 'findings' in answer ? answer.findings.length : 0;
    if ('error' in answer) {
      total.failed++;
      progress.clear();
      terminal.remark(answer.error.message);
    }
    total.items++;
    total.findings += findings;
    terminal.record(answer);
    progress.step({ items: 1, bytes, findings });
    await terminal.drained();
  };
  for (const source of sources) {
    let number = 0;
    const stream: AsyncIterable<Buffer> = source === '-' ? process.stdin : createReadStream(source);
    try {
      for await (const line of linesOf(stream)) {
        number++;
        if (terminal.closed.aborted) return total;
        if (line.kind === 'too-long') {
          const args = { line: number, limit: MAX_LINE_BYTES };
          await give(errorIn(number, { code: 'scan.line_too_long', args }), 0);
        } else if (line.bytes.length > 0) {
          await give(answerCase(line.bytes, number, scanner, target), line.bytes.length);
        }
      }
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined || error instanceof GuardianError) throw error;
      throw new GuardianError({ code: 'scan.unreadable', args: { path: source, code } });
    }
  }
  progress.clear();
  return total;
}
