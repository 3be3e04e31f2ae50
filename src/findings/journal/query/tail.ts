import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../finding.js';
import { parseLine } from '../line.js';
import { backwardBlocks, forwardBlocks } from '../blocks.js';
import { decodeTailCursor, encodeCursor, type Position } from './cursor.js';
import { listForReading, openAtCursor, openSegment } from './segment.js';

/** Lines that came after a place, and the place behind them. */
export interface TailBatch {
  /** Every line in the order written: a finding that was repeated comes again, with the same id and a higher count. */
  readonly lines: readonly Finding[];
  readonly cursor: string;
  /** Lines that are not findings. */
  readonly skippedLines: number;
  /** Whether the batch is full, so that more may be waiting. */
  readonly full: boolean;
}

const DEFAULT_BATCH_LINES = 1000;

/**
 * A cursor for {@link readNewLines} at one of the ends of the journal.
 *
 * @throws GuardianError `journal.unreadable`.
 */
export async function tailCursor(folder: string, end: 'oldest' | 'newest'): Promise<string> {
  const at = await (end === 'oldest' ? oldestPlace(folder) : newestPlace(folder));
  return encodeCursor({ kind: 'tail', at });
}

/**
 * Reads what was written after a cursor, from one file into the next.
 *
 * @param limit Most lines to return, from 1.
 * @throws GuardianError `journal.cursor_invalid`; `journal.cursor_expired` when lines that were not read yet have been
 *   deleted; `journal.unreadable`.
 */
export async function readNewLines(folder: string, cursor: string, limit = DEFAULT_BATCH_LINES): Promise<TailBatch> {
  let { at } = decodeTailCursor(cursor);
  const lines: Finding[] = [];
  let skippedLines = 0;
  const batch = (full: boolean) => ({ lines, cursor: encodeCursor({ kind: 'tail', at }), skippedLines, full });
  for (;;) {
    const segment = await openAtCursor(folder, at);
    if (segment === undefined) return batch(false);
    try {
      for await (const { bytes, offset, skippedLines: tooLong } of forwardBlocks(
        segment.handle,
        at.offset,
        segment.size,
      )) {
        skippedLines += tooLong;
        for (let start = 0; start < bytes.length;) {
          const end = bytes.indexOf(10, start);
          const finding = parseLine(bytes.subarray(start, end));
          start = end + 1;
          at = { sequence: segment.sequence, offset: offset + start };
          if (finding === undefined) skippedLines++;
          else if (lines.push(finding) >= limit) return batch(true);
        }
      }
    } finally {
      await segment.handle.close();
    }
    if (!segment.closed) return batch(false);
    at = { sequence: segment.sequence + 1, offset: 0 };
  }
}

/**
 * Waits for new lines and yields them in batches that are never empty, until the signal is aborted.
 *
 * @param pollMs How often to look, in ms.
 * @throws GuardianError as {@link readNewLines} does.
 */
export async function* followLines(
  folder: string,
  cursor: string,
  { signal, pollMs = 500 }: { readonly signal: AbortSignal; readonly pollMs?: number },
): AsyncGenerator<TailBatch, void, undefined> {
  let next = cursor;
  while (!signal.aborted) {
    const batch = await readNewLines(folder, next);
    next = batch.cursor;
    if (batch.lines.length > 0) yield batch;
    if (!batch.full) await delay(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function oldestPlace(folder: string): Promise<Position> {
  const { closed, current } = await listForReading(folder);
  for (const sequence of closed) {
    const segment = await openSegment(folder, sequence);
    await segment?.handle.close();
    // An emptied file holds only its number.
    if (segment !== undefined && segment.size > 0) return { sequence, offset: 0 };
  }
  return { sequence: current, offset: 0 };
}

async function newestPlace(folder: string): Promise<Position> {
  const { current } = await listForReading(folder);
  const segment = await openSegment(folder, current);
  if (segment === undefined) return { sequence: current, offset: 0 };
  try {
    for await (const { bytes, offset } of backwardBlocks(segment.handle, segment.size)) {
      return { sequence: current, offset: offset + bytes.length };
    }
    return { sequence: current, offset: 0 };
  } finally {
    await segment.handle.close();
  }
}
