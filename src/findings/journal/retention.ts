import { stat, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../text/unknown-error.js';
import { DAY_MS } from '../../time/lengths.js';
import { closedFile, listSequences, rangeFile } from './folder.js';
import type { JournalEvent, RetentionBound } from './journal-event.js';
import { noteRemoved } from './removed-lines.js';
import { readTimeRange } from './time-range.js';

/** How much of the past is kept. Whole closed files are deleted, oldest first, until every bound holds. */
export interface RetentionBounds {
  /** Closed files, from 1. */
  readonly maxFiles: number;
  /** All files together, the current one included. */
  readonly maxTotalBytes: number;
  /** A file is deleted when its newest line is older than so many days. */
  readonly maxAgeDays: number;
}

interface ClosedFile {
  readonly sequence: number;
  readonly bytes: number;
  readonly newest: number;
}

/**
 * Deletes what the bounds do not allow to keep, and reports each file. A file that cannot be deleted is reported and
 * tried again the next time.
 *
 * @param currentBytes Room to leave for the current file.
 * @param now ms since 1970.
 * @throws the system error when the folder cannot be read.
 */
export async function applyRetention(
  folder: string,
  bounds: RetentionBounds,
  currentBytes: number,
  now: number,
  report: (event: JournalEvent) => void,
): Promise<void> {
  const files = await closedFiles(folder);
  let count = files.filter((file) => file.bytes > 0).length;
  let total = files.reduce((sum, file) => sum + file.bytes, currentBytes);
  for (const file of files) {
    const bound = brokenBound(bounds, count, total, now - file.newest);
    if (file.bytes > 0 && bound === undefined) return;
    // The newest closed file is emptied instead: its name keeps the sequence from starting again, and old cursors from
    // pointing at other lines.
    const isNewest = file.sequence === files.at(-1)?.sequence;
    if (isNewest && file.bytes === 0) return;
    await remove(folder, file, isNewest, bound, report);
    if (file.bytes > 0) count--;
    total -= file.bytes;
  }
}

function brokenBound(bounds: RetentionBounds, files: number, bytes: number, ageMs: number): RetentionBound | undefined {
  if (ageMs > bounds.maxAgeDays * DAY_MS) return 'age';
  if (files > bounds.maxFiles) return 'files';
  return bytes > bounds.maxTotalBytes ? 'bytes' : undefined;
}

async function remove(
  folder: string,
  { sequence, bytes, newest }: ClosedFile,
  keepName: boolean,
  bound: RetentionBound | undefined,
  report: (event: JournalEvent) => void,
): Promise<void> {
  const file = closedFile(sequence);
  try {
    // Noted first: a crash in between leaves a file that counts as removed, not one that was never counted. On a disk
    // that is full the note fails, and removing matters more.
    await noteRemoved(folder, sequence).catch(() => undefined);
    await (keepName ? truncate(join(folder, file)) : unlink(join(folder, file)));
    if (bytes > 0 && bound !== undefined) {
      report({ kind: 'deleted', file, bytes, bound, newest: new Date(newest).toISOString() });
    }
    await unlink(join(folder, rangeFile(sequence)));
  } catch (error) {
    const code = codeOf(error) ?? 'UNKNOWN';
    if (code !== 'ENOENT') report({ kind: 'delete-failed', file, code });
  }
}

async function closedFiles(folder: string): Promise<ClosedFile[]> {
  const files: ClosedFile[] = [];
  for (const sequence of (await listSequences(folder)).closed) {
    const { size, mtimeMs } = await stat(join(folder, closedFile(sequence)));
    const latest = Date.parse((await readTimeRange(folder, sequence, size))?.latest ?? '');
    files.push({ sequence, bytes: size, newest: Number.isNaN(latest) ? mtimeMs : latest });
  }
  return files;
}
