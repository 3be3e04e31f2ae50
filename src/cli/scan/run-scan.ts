import { createReadStream } from 'node:fs';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { scanLine } from '../words/scan-line.js';
import { answerCase, errorIn, type CaseAnswer } from './case-line.js';
import { linesOf, MAX_LINE_BYTES } from './lines.js';
import { filesAt } from './paths.js';
import { Progress } from './progress.js';
import { Scanner, type ScanFinding, type ScanTarget } from './scanner.js';
import { targetFrom, type TargetOptions } from './target.js';

/** The options of `scan` as they were typed. */
export interface ScanOptions extends TargetOptions {
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

/** Does what `scan` was asked for. */
export async function scan(paths: readonly string[], options: ScanOptions, context: Context): Promise<ExitCode> {
  const target = targetFrom(options);
  if (paths.length === 0 && process.stdin.isTTY) throw new GuardianError({ code: 'cli.usage.scan_what', args: {} });
  const scanner = Scanner.for(context);
  const sources = paths.length === 0 ? ['-'] : paths;
  const work = options.jsonl === true ? scanCases : scanFiles;
  const total = await work(sources, scanner, target, options, context);
  if (total.failed > 0) return ExitCode.failure;
  return options.exitCode === true && total.findings > 0 ? ExitCode.failure : ExitCode.ok;
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
    const message = texts('scan.unreadable', { path, code });
    if (terminal.json) terminal.document({ path, error: { code: 'scan.unreadable', message, system_code: code } });
    else terminal.remark(message);
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
    for await (const found of filesAt(source, options.git === true)) {
      if (terminal.closed.aborted) return total;
      if (found.kind === 'unreadable') {
        unreadable(found.path, found.code);
        continue;
      }
      try {
        await one(found.path, createReadStream(found.at, { highWaterMark: 256 * 1024 }));
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
