import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { forwardBlocks } from '../findings/journal/blocks.js';
import { readAt } from '../findings/journal/file-handle.js';
import { codeOf } from '../text/unknown-error.js';
import { auditFiles, CURRENT_AUDIT_FILE } from './folder.js';
import { HEAD_FILE, readHeadFile } from './head-file.js';
import { MAX_AUDIT_LINE_BYTES, type ChainHead } from './line.js';
import { openToRead } from './open-to-read.js';
import { ChainCheck, type AuditProblem, type AuditRemark } from './chain-check.js';

/** Everything that can be said about an audit log without trusting anybody who could write to it. */
export interface AuditVerification {
  /** No problem was found. */
  readonly intact: boolean;
  readonly files: number;
  /** Lines that are as they were written. */
  readonly lines: number;
  /** The last of them; undefined when there is none. */
  readonly head: ChainHead | undefined;
  /** What was found wrong, in the order of the files; at most 1,000. */
  readonly problems: readonly AuditProblem[];
  /** How many there are. */
  readonly problemCount: number;
  /** Damage that the log tells of itself, and that cost no line. */
  readonly remarks: readonly AuditRemark[];
}

const LF = 10;

/**
 * Checks an audit log from its files alone, at flat memory; it may be in use meanwhile.
 *
 * @param pinned Where the chain stood at some time, as a posture says it; that line has to be there unchanged.
 * @returns undefined when there is no audit log.
 * @throws the system error when a file cannot be read.
 */
export async function verifyAudit(folder: string, pinned?: ChainHead): Promise<AuditVerification | undefined> {
  // Before the lines: what is written meanwhile can only put more lines behind this head.
  const headFile = await readHeadFile(folder);
  const names = await auditFiles(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const check = new ChainCheck([...(headFile.kind === 'head' ? [headFile.head] : []), ...(pinned ? [pinned] : [])]);
  let files = 0;
  for (const name of names) {
    const handle = await openToRead(join(folder, name));
    if (handle === undefined) continue;
    try {
      await checkFile(handle, name, check);
      files++;
    } finally {
      await handle.close();
    }
  }
  if (files === 0 && headFile.kind === 'absent') return undefined;
  if (headFile.kind !== 'head') check.problem({ file: HEAD_FILE, line: 1, reason: `head_${headFile.kind}` });
  return { files, ...check.finish(CURRENT_AUDIT_FILE) };
}

async function checkFile(handle: FileHandle, file: string, check: ChainCheck): Promise<void> {
  const found = await handle.stat();
  if (!found.isFile()) {
    check.problem({ file, line: 1, reason: 'malformed' });
    return;
  }
  const { size } = found;
  let number = 0;
  let ended = 0;
  for await (const { bytes, offset, skippedLines } of forwardBlocks(handle, 0, size)) {
    for (let skipped = 0; skipped < skippedLines; skipped++) check.line(Buffer.alloc(0), { file, line: ++number });
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(LF, start);
      check.line(bytes.subarray(start, end), { file, line: ++number });
      start = end + 1;
    }
    ended = offset + bytes.length;
  }
  if (ended === size) return;
  const rest = Buffer.alloc(Math.min(size - ended, MAX_AUDIT_LINE_BYTES + 1));
  await readAt(handle, rest, rest.length, ended);
  const place = { file, line: number + 1 };
  // Only to the current file something may be written at this moment.
  if (file === CURRENT_AUDIT_FILE) check.fragment(rest, size - ended, place);
  else check.line(rest, place);
}
