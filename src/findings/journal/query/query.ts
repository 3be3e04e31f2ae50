import type { Finding } from '../../finding.js';
import { parseLine } from '../line.js';
import { decodePageCursor, encodeCursor, isBefore, type PageCursor } from './cursor.js';
import { filterOf, fits } from './filter.js';
import type { FindingsQuery } from './findings-query.generated.js';
import { Prefilter } from './prefilter.js';
import { emptyStats, scanNewestFirst, type ScanStats } from './scan.js';
import { SeenRepeats } from './seen-repeats.js';
import { openAtCursor } from './segment.js';

/** A page of findings. */
export interface FindingsPage {
  /** Newest first, by the newest line about each. */
  readonly findings: readonly Finding[];
  /** Where the next page begins; absent when everything was looked at. The next page may turn out empty. */
  readonly nextCursor?: string;
  readonly scanned: Readonly<ScanStats>;
}

const DEFAULT_LIMIT = 50;

/**
 * Returns the newest findings that fit. Over all pages each finding is returned once, whatever is appended meanwhile.
 *
 * @throws GuardianError `journal.query_invalid`, `journal.time_invalid`, `journal.time_order`,
 *   `journal.cursor_invalid`, `journal.cursor_expired`, `journal.unreadable`.
 */
export async function queryFindings(folder: string, query: FindingsQuery): Promise<FindingsPage> {
  const filter = filterOf(query);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const cursor = query.cursor === undefined ? undefined : await openCursor(folder, query.cursor);
  const stats = emptyStats();
  const findings: Finding[] = [];
  const repeats = new SeenRepeats();
  const options = { folder, filter, prefilter: new Prefilter(filter), stats };
  for await (const { sequence, offset, bytes, lines, depth } of scanNewestFirst(options, cursor?.lookFrom)) {
    repeats.forgetBefore(depth);
    for (let i = lines.length - 2; i >= 0; i -= 2) {
      const [start, end] = [lines[i]!, lines[i + 1]!];
      const at = { sequence, offset: offset + start };
      const isNew = cursor === undefined || isBefore(at, cursor.at);
      const finding = parseLine(bytes.subarray(start, end));
      stats.lines++;
      if (finding === undefined && isNew) stats.skippedLines++;
      if (finding === undefined || !fits(filter, finding)) continue;
      const behind = { sequence, offset: offset + end + 1 };
      if (repeats.isSuperseded(finding.id, finding.count ?? 1, behind, depth) || !isNew) continue;
      findings.push(finding);
      if (findings.length === limit) {
        const nextCursor = encodeCursor({ kind: 'page', at, lookFrom: repeats.lookFrom ?? at });
        return { findings, nextCursor, scanned: stats };
      }
    }
  }
  return { findings, scanned: stats };
}

async function openCursor(folder: string, text: string): Promise<PageCursor> {
  const cursor = decodePageCursor(text);
  // A finding that was deleted between the two places has to be noticed, so both are looked at before anything is read.
  for (const place of [cursor.at, cursor.lookFrom]) await (await openAtCursor(folder, place))?.handle.close();
  return cursor;
}
