import { join } from 'node:path';
import { backwardBlocks } from '../findings/journal/blocks.js';
import type { AuditEntry, AuditKind } from './events.js';
import { auditFiles } from './folder.js';
import { readAuditLine } from './line.js';
import { openToRead } from './open-to-read.js';

/** Conditions on lines; all that are given must hold. */
export interface AuditFilter {
  readonly kinds?: readonly AuditKind[];
  /** Happened last at this time or later, ISO 8601. */
  readonly since?: string;
  /** About this agent group, or asked by it. */
  readonly agent?: string;
  /** At most so many lines, the newest. */
  readonly limit: number;
}

const LF = 10;

/**
 * The newest lines that fit, the oldest of them first. Lines that are damaged are left out and counted; whether the log
 * is whole is for `verifyAudit` to say.
 *
 * @throws the system error when a file cannot be read.
 */
export async function readAudit(
  folder: string,
  filter: AuditFilter,
): Promise<{ readonly entries: readonly AuditEntry[]; readonly damagedLines: number }> {
  const found: AuditEntry[] = [];
  let damagedLines = 0;
  for (const name of (await auditFiles(folder)).reverse()) {
    for await (const line of linesBackward(join(folder, name))) {
      const read = readAuditLine(line);
      if (read.kind !== 'entry') damagedLines++;
      else if (fits(filter, read.entry)) found.push(read.entry);
      if (found.length >= filter.limit) return { entries: found.reverse(), damagedLines };
    }
  }
  return { entries: found.reverse(), damagedLines };
}

function fits({ kinds, since, agent }: AuditFilter, { event, time, last_time }: AuditEntry): boolean {
  if (kinds !== undefined && !kinds.includes(event.kind)) return false;
  if (since !== undefined && (last_time ?? time) < since) return false;
  return agent === undefined || ('agent' in event && event.agent === agent);
}

async function* linesBackward(path: string): AsyncGenerator<Buffer, void, undefined> {
  const handle = await openToRead(path);
  if (handle === undefined) return;
  try {
    for await (const { bytes } of backwardBlocks(handle, (await handle.stat()).size)) {
      for (let end = bytes.length - 1; end > 0;) {
        const start = bytes.lastIndexOf(LF, end - 1) + 1;
        yield bytes.subarray(start, end);
        end = start - 1;
      }
    }
  } finally {
    await handle.close();
  }
}
