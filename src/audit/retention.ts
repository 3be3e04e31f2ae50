import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../time/lengths.js';
import type { AuditEvent } from './events.js';
import { readFileEnd } from './file-end.js';
import { closedAuditFile, closedAuditNumbers } from './folder.js';
import { TO_READ } from './open-to-read.js';

/** How much of the audit log is kept. Whole closed files are deleted, the oldest first. */
export interface AuditBounds {
  /** The current file is closed before it grows beyond this. */
  readonly maxFileBytes: number;
  /** All files together, room for the current one included. */
  readonly maxTotalBytes: number;
  /** A closed file is deleted when it was written to so many days ago. */
  readonly maxAgeDays: number;
}

/** A file that the bounds do not allow to keep, and the line that says so: it is written first. */
export interface DueFile {
  readonly path: string;
  readonly event: AuditEvent;
}

/**
 * The files that are due to be deleted. The event names the last line that goes, so that whoever verifies the rest can
 * tell a deletion by retention from a file that somebody took away.
 *
 * @throws the system error when the folder cannot be read.
 */
export async function dueFiles(folder: string, bounds: AuditBounds, now: number): Promise<DueFile[]> {
  const due: DueFile[] = [];
  const files = await closedFiles(folder);
  let total = files.reduce((sum, { bytes }) => sum + bytes, bounds.maxFileBytes);
  for (const { name, path, bytes, writtenAt } of files) {
    const isOld = now - writtenAt > bounds.maxAgeDays * DAY_MS;
    if (!isOld && total <= bounds.maxTotalBytes) break;
    const through = await lastLineOf(path);
    const deleted = {
      kind: 'retention_deleted',
      store: 'audit',
      file: name,
      bytes,
      bound: isOld ? 'age' : 'bytes',
    } as const;
    due.push({ path, event: { ...deleted, ...through } });
    total -= bytes;
  }
  return due;
}

async function closedFiles(folder: string) {
  const files = [];
  for (const number of await closedAuditNumbers(folder)) {
    const name = closedAuditFile(number);
    const path = join(folder, name);
    const { size, mtimeMs } = await stat(path);
    files.push({ name, path, bytes: size, writtenAt: mtimeMs });
  }
  return files;
}

async function lastLineOf(path: string): Promise<{ through_seq?: number; through_hash?: string }> {
  const handle = await open(path, TO_READ);
  try {
    const { last } = await readFileEnd(handle, (await handle.stat()).size);
    return last === undefined ? {} : { through_seq: last.seq, through_hash: last.hash };
  } finally {
    await handle.close();
  }
}
