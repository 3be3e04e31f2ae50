import { parsedJson } from '../../validation/json.js';
import { isRecord } from '../../validation/record.js';
import { readAt, type JournalFileHandle } from './file-handle.js';
import { MAX_LINE_BYTES } from './line.js';

const LF = 10;

/**
 * Where a file should end when its last line is torn: a process that was killed, or a disk that was full, leaves part
 * of a line behind. A last line is torn when it has no line end or is not a JSON object.
 *
 * @returns the length that the file should have; `size` when nothing is torn.
 */
export async function wholeLength(handle: JournalFileHandle, size: number): Promise<number> {
  if (size === 0) return 0;
  const end = (await lastLineEndBefore(handle, size)) + 1;
  if (end < size) return end;
  // A whole line, but a crash can also leave zeros or rubbish that happens to end in a line end.
  const start = (await lastLineEndBefore(handle, size - 1)) + 1;
  const line = Buffer.alloc(Math.min(size - start, MAX_LINE_BYTES));
  await readAt(handle, line, line.length, start);
  return size - start <= MAX_LINE_BYTES && isObject(line) ? size : start;
}

/** Offset of the last line end before `end`; -1 if there is none. */
async function lastLineEndBefore(handle: JournalFileHandle, end: number): Promise<number> {
  const block = Buffer.alloc(MAX_LINE_BYTES);
  for (let to = end; to > 0; to -= block.length) {
    const from = Math.max(0, to - block.length);
    const length = await readAt(handle, block, to - from, from);
    const at = block.subarray(0, length).lastIndexOf(LF);
    if (at !== -1) return from + at;
  }
  return -1;
}

function isObject(line: Buffer): boolean {
  return isRecord(parsedJson(line));
}
