import { formatNames, formats, isFormatName, type FormatName } from '../export/formats.js';
import type { FindingsQuery } from '../findings/journal/query/findings-query.generated.js';
import { FindingsReader } from '../findings/journal/query/reader.js';
import { emptyStats } from '../findings/journal/query/scan.js';
import { version } from '../sidecar/version.js';
import { GuardianError } from '../text/guardian-error.js';
import { aboutPattern } from './about-pattern.js';
import type { Context } from './context.js';
import { ExitCode } from './exit-code.js';
import type { FindingsOptions } from './findings-options.js';
import { journalFolder } from './journal-folder.js';

/** Characters that are gathered before they are written: many small writes are slow, and a larger piece is not faster. */
const PIECE = 64 * 1024;

/** Formats whose documents are not JSON. */
const NO_JSON: ReadonlySet<FormatName> = new Set(['csv', 'cef']);

/**
 * Writes findings as one document of a format, newest first, straight from the journal: one piece at a time, and the next
 * one when the reader has taken it, so that a million findings take no more memory than one.
 *
 * @throws GuardianError `cli.usage.format`, `cli.usage.format_with`, or as the journal does.
 */
export async function exportFindings(
  name: string,
  { limit = Infinity, ...conditions }: FindingsQuery,
  { follow, cursor }: FindingsOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal } = context;
  if (!isFormatName(name)) throw new GuardianError({ code: 'cli.usage.format', args: { known: formatNames } });
  const other = [
    follow === true && '--follow',
    cursor !== undefined && '--cursor',
    // Who asks for JSON would be given something else.
    terminal.json && NO_JSON.has(name) && '--json',
  ].find((option) => option !== false);
  if (other !== undefined) throw new GuardianError({ code: 'cli.usage.format_with', args: { option: other } });
  const format = formats[name]({ version, about: aboutPattern });
  const stats = emptyStats();
  let piece = format.head;
  let written = 0;
  for await (const finding of new FindingsReader(journalFolder(context)).readAll(conditions, 'newest-first', stats)) {
    piece += format.finding(finding);
    written++;
    if (piece.length >= PIECE) {
      terminal.raw(piece);
      piece = '';
      await terminal.drained();
    }
    if (written >= limit || terminal.closed.aborted) break;
  }
  terminal.raw(piece + format.tail());
  await terminal.drained();
  if (stats.skippedLines > 0) {
    terminal.remark(terminal.texts('cli.findings.skipped', { count: stats.skippedLines }));
  }
  return ExitCode.ok;
}
