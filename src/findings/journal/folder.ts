import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../text/unknown-error.js';

/**
 * The files of a journal:
 *
 *     findings.jsonl                     the current file, appended to
 *     findings-00000007.jsonl            closed files, by a sequence number that only grows
 *     findings-00000007.range.json       the time range of a closed file (see time-range.ts)
 *     removed.json                       how many lines retention has taken (see removed-lines.ts)
 *
 * The current file has the number after the highest closed one, and gets it as its name when it is closed. So a place
 * in the journal is a sequence number and a byte offset, and stays valid when the file is closed.
 */

export const CURRENT_FILE = 'findings.jsonl';

const CLOSED_FILE = /^findings-(\d{8,15})\.jsonl$/;

/** Sequence numbers of a journal's files. */
export interface Sequences {
  /** Of the closed files, lowest first. */
  readonly closed: readonly number[];
  /** Of the current file, whether it exists or not. */
  readonly current: number;
}

export function closedFile(sequence: number): string {
  return `findings-${String(sequence).padStart(8, '0')}.jsonl`;
}

export function rangeFile(sequence: number): string {
  return `findings-${String(sequence).padStart(8, '0')}.range.json`;
}

/** Lists a journal. @throws the system error when the folder cannot be listed. */
export async function listSequences(folder: string): Promise<Sequences> {
  const closed: number[] = [];
  for (const name of await readdir(folder)) {
    const sequence = CLOSED_FILE.exec(name)?.[1];
    if (sequence !== undefined) closed.push(Number(sequence));
  }
  closed.sort((a, b) => a - b);
  return { closed, current: (closed.at(-1) ?? 0) + 1 };
}

/** Creates the folder, or takes other users' access to it away. @throws the system error. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  await makeFolders(folder);
  if (((await stat(folder)).mode & 0o077) !== 0) await chmod(folder, 0o700);
}

/**
 * One after the other: with `recursive`, Node never ends where the system answers ENOENT to every try, as below /proc.
 * Made without looking first: a process that is confined to its folder may not look at what is above it.
 */
async function makeFolders(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    await makeFolders(parent);
    await makeFolderBelow(folder);
  }
}

/** Its parent is there; somebody else may have made it meanwhile. */
async function makeFolderBelow(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
