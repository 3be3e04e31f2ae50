import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { GuardianError } from '../../../text/guardian-error.js';
import { codeOf } from '../../../text/unknown-error.js';
import { closedFile, CURRENT_FILE, listSequences, type Sequences } from '../folder.js';
import { readAt } from '../file-handle.js';
import { expiredCursor, invalidCursor, type Position } from './cursor.js';

/** A file of the journal, open for reading. Whoever opened it closes it. */
export interface Segment {
  readonly sequence: number;
  readonly handle: FileHandle;
  /** Bytes in it when it was opened. The last of them may belong to a line that is being written. */
  readonly size: number;
  /** Whether it will not grow any more. */
  readonly closed: boolean;
}

const LF = 10;
const MAX_ATTEMPTS = 10;

/** Lists a journal for reading: one that does not exist yet is empty. @throws GuardianError `journal.unreadable`. */
export async function listForReading(folder: string): Promise<Sequences> {
  try {
    return await listSequences(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { closed: [], current: 1 };
    throw unreadable(folder, error);
  }
}

/**
 * Opens a file by its sequence number, under whichever name it has at this moment.
 *
 * @returns undefined when it does not exist: deleted, or the current file before its first line.
 * @throws GuardianError `journal.unreadable`.
 */
export async function openSegment(folder: string, sequence: number): Promise<Segment | undefined> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const closed = await openIfThere(folder, closedFile(sequence));
    if (closed !== undefined) return segmentOf(sequence, closed, true);
    const current = await openIfThere(folder, CURRENT_FILE);
    // Listing after opening tells which number the file had: had it been closed before, the list would show it.
    const sequences = await listForReading(folder);
    if (sequences.current === sequence) return current && segmentOf(sequence, current, false);
    await current?.close();
    if (!sequences.closed.includes(sequence)) return undefined;
  }
  return undefined;
}

/**
 * Opens the file that a cursor points into.
 *
 * @returns undefined when the cursor points to where the first line of the journal will be.
 * @throws GuardianError `journal.cursor_expired` when the file was deleted, `journal.cursor_invalid` when the place
 *   is not one between two lines.
 */
export async function openAtCursor(folder: string, position: Position): Promise<Segment | undefined> {
  const segment = await openSegment(folder, position.sequence);
  if (segment === undefined) {
    const { current } = await listForReading(folder);
    if (position.sequence === current && position.offset === 0) return undefined;
    throw position.sequence < current ? expiredCursor() : invalidCursor();
  }
  const problem = await problemWith(segment, position.offset);
  if (problem === undefined) return segment;
  await segment.handle.close();
  throw problem;
}

async function problemWith({ handle, size, closed }: Segment, offset: number): Promise<GuardianError | undefined> {
  // The newest closed file is emptied rather than deleted, so that its number is not used again.
  if (closed && size === 0) return expiredCursor();
  if (offset === 0) return undefined;
  if (offset > size) return invalidCursor();
  const before = Buffer.alloc(1);
  await readAt(handle, before, 1, offset - 1);
  return before[0] === LF ? undefined : invalidCursor();
}

async function segmentOf(sequence: number, handle: FileHandle, closed: boolean): Promise<Segment> {
  return { sequence, handle, size: (await handle.stat()).size, closed };
}

async function openIfThere(folder: string, name: string): Promise<FileHandle | undefined> {
  try {
    return await open(join(folder, name), 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unreadable(folder, error);
  }
}

function unreadable(folder: string, error: unknown): GuardianError {
  const code = codeOf(error) ?? 'UNKNOWN';
  return new GuardianError({ code: 'journal.unreadable', args: { folder, code } }, { cause: error });
}
