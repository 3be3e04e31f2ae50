import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validatorOf } from '../../validation/validator.js';
import { forwardBlocks } from './blocks.js';
import { closedFile } from './folder.js';
import { readTimeRange } from './time-range.js';

/**
 * How many lines retention has taken since the journal began. With it a line has a number that never changes, and who
 * reads behind the journal can say exactly how much was gone before it came.
 */
export interface RemovedLines {
  /** Files up to this sequence number are counted, whether or not they are still there. */
  readonly through: number;
  readonly lines: number;
}

const FILE = 'removed.json';
const NONE: RemovedLines = { through: 0, lines: 0 };

const checkRemoved = validatorOf<RemovedLines>({
  type: 'object',
  additionalProperties: false,
  required: ['through', 'lines'],
  properties: { through: { type: 'integer', minimum: 0 }, lines: { type: 'integer', minimum: 0 } },
});

/** What was removed so far; nothing when no record can be read. */
export async function readRemoved(folder: string): Promise<RemovedLines> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
    const checked = checkRemoved(value);
    return checked.ok ? checked.value : NONE;
  } catch {
    return NONE;
  }
}

/** Counts a closed file that is about to be removed, once. @throws the system error. */
export async function noteRemoved(folder: string, sequence: number): Promise<void> {
  const before = await readRemoved(folder);
  if (sequence <= before.through) return;
  const lines = before.lines + (await linesOfClosed(folder, sequence));
  const path = join(folder, FILE);
  const removed: RemovedLines = { through: sequence, lines };
  await writeFile(`${path}.tmp`, `${JSON.stringify(removed)}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}

/** Lines of a closed file: from its range, or counted. @throws the system error. */
export async function linesOfClosed(folder: string, sequence: number): Promise<number> {
  const path = join(folder, closedFile(sequence));
  const { size } = await stat(path);
  const known = (await readTimeRange(folder, sequence, size))?.lines;
  if (known !== undefined) return known;
  const handle = await open(path, 'r');
  try {
    return (await countLines(handle, 0, size)).lines;
  } finally {
    await handle.close();
  }
}

/** Counts the whole lines in `[start, end)` of a file; `offset` is where the last of them ends. */
export async function countLines(
  handle: Parameters<typeof forwardBlocks>[0],
  start: number,
  end: number,
): Promise<{ readonly lines: number; readonly offset: number }> {
  let lines = 0;
  let offset = start;
  for await (const block of forwardBlocks(handle, start, end)) {
    lines += block.skippedLines;
    offset = block.offset + block.bytes.length;
    for (let at = block.bytes.indexOf(10); at !== -1; at = block.bytes.indexOf(10, at + 1)) lines++;
  }
  return { lines, offset };
}
