import { readTimeRange } from '../time-range.js';
import { backwardBlocks, forwardBlocks, type Block } from '../blocks.js';
import type { Position } from './cursor.js';
import { fitsTime, type Filter } from './filter.js';
import type { LineOffsets, Prefilter } from './prefilter.js';
import { listForReading, openAtCursor, openSegment, type Segment } from './segment.js';

/** What a search has looked at. */
export interface ScanStats {
  files: number;
  /** Files left out because of their time range. */
  skippedFiles: number;
  bytes: number;
  /** Lines that were parsed. */
  lines: number;
  /** Of the lines looked at, those that are not findings or are too long. */
  skippedLines: number;
}

/** The lines of a block that can fit, and where the block stands. */
export interface ScannedBlock {
  readonly sequence: number;
  readonly offset: number;
  /** Valid until the next block is asked for. */
  readonly bytes: Buffer;
  readonly lines: LineOffsets;
  /** Bytes between the place where the scan began and the front of this block. */
  readonly depth: number;
}

export interface ScanOptions {
  readonly folder: string;
  readonly filter: Filter;
  readonly prefilter: Prefilter;
  readonly stats: ScanStats;
}

export function emptyStats(): ScanStats {
  return { files: 0, skippedFiles: 0, bytes: 0, lines: 0, skippedLines: 0 };
}

/**
 * Reads a journal from a place towards its oldest line. Lines within a block are in the order of the file.
 *
 * @param start Begins before this place; at the newest line when absent.
 * @throws GuardianError for a journal that cannot be read or a place that does not exist.
 */
export async function* scanNewestFirst(
  options: ScanOptions,
  start: Position | undefined,
): AsyncGenerator<ScannedBlock, void, undefined> {
  const { closed, current } = await listForReading(options.folder);
  const sequences = [...closed, current].filter((each) => start === undefined || each <= start.sequence).reverse();
  let depth = 0;
  for (const sequence of sequences) {
    const resumes = start?.sequence === sequence;
    const segment = await (resumes ? openAtCursor(options.folder, start) : openSegment(options.folder, sequence));
    if (segment === undefined) continue;
    try {
      const end = resumes ? start.offset : segment.size;
      if (await isOutsideTime(options, segment)) {
        options.stats.skippedFiles++;
      } else {
        options.stats.files++;
        for await (const block of backwardBlocks(segment.handle, end)) {
          yield scanned(options, segment, block, depth + end - block.offset);
        }
      }
      depth += end;
    } finally {
      await segment.handle.close();
    }
  }
}

/**
 * Reads a journal from a place towards its newest line, as it stands now.
 *
 * @param end Ends at this place.
 */
export async function* scanOldestFirst(
  options: ScanOptions,
  end: Position,
): AsyncGenerator<ScannedBlock, void, undefined> {
  const { closed, current } = await listForReading(options.folder);
  let depth = 0;
  for (const sequence of [...closed, current].filter((each) => each <= end.sequence)) {
    const segment = await openSegment(options.folder, sequence);
    if (segment === undefined) continue;
    try {
      const to = sequence === end.sequence ? Math.min(end.offset, segment.size) : segment.size;
      if (await isOutsideTime(options, segment)) {
        options.stats.skippedFiles++;
      } else {
        options.stats.files++;
        for await (const block of forwardBlocks(segment.handle, 0, to)) {
          yield scanned(options, segment, block, depth + block.offset);
        }
      }
      depth += to;
    } finally {
      await segment.handle.close();
    }
  }
}

/** The place behind the newest line, or in it while it is being written. */
export async function endOf(folder: string): Promise<Position> {
  const { current } = await listForReading(folder);
  const segment = await openSegment(folder, current);
  await segment?.handle.close();
  return { sequence: current, offset: segment?.size ?? 0 };
}

function scanned({ prefilter, stats }: ScanOptions, segment: Segment, block: Block, depth: number): ScannedBlock {
  stats.bytes += block.bytes.length;
  stats.skippedLines += block.skippedLines;
  const { bytes, offset } = block;
  return { sequence: segment.sequence, offset, bytes, lines: prefilter.candidates(bytes), depth };
}

async function isOutsideTime({ folder, filter }: ScanOptions, segment: Segment): Promise<boolean> {
  if (!segment.closed || (filter.since === undefined && filter.until === undefined)) return false;
  const range = await readTimeRange(folder, segment.sequence, segment.size);
  if (range?.earliest === undefined || range.latest === undefined) return false;
  return !fitsTime(filter, range.earliest, range.latest);
}
