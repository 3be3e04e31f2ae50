import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { validatorOf } from '../../validation/validator.js';
import { closedFile, pathIn, rangeFile } from './folder.js';
import { lineTimes, parseHead, type LineTimes } from './line.js';
import { forwardBlocks } from './blocks.js';

/**
 * The time range of a closed file, kept beside it, so that a search in time can leave whole files out. Clocks jump, so
 * the first and last line do not tell it: every line is looked at once, when the file is closed.
 */
export interface TimeRange {
  /** Size of the file that was looked at: a range of another size is not this file's. */
  readonly bytes: number;
  /** The earliest `timestamp` and the latest `last_seen` of its lines; absent when it has no line. */
  readonly earliest?: string;
  readonly latest?: string;
  /** How many lines it has, so that nobody need count them when retention takes the file. */
  readonly lines?: number;
}

const checkRange = validatorOf<TimeRange>({
  type: 'object',
  additionalProperties: false,
  required: ['bytes'],
  properties: {
    bytes: { type: 'integer' },
    earliest: { type: 'string' },
    latest: { type: 'string' },
    lines: { type: 'integer' },
  },
});

/** Looks at every line of a closed file and writes its range. @throws the system error. */
export async function writeTimeRange(folder: string, sequence: number): Promise<void> {
  const range = JSON.stringify(await measure(pathIn(folder, closedFile(sequence))));
  const path = pathIn(folder, rangeFile(sequence));
  await writeFile(`${path}.tmp`, `${range}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}

/** The range of a closed file of `bytes` bytes; undefined when it is not known. */
export async function readTimeRange(folder: string, sequence: number, bytes: number): Promise<TimeRange | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(pathIn(folder, rangeFile(sequence)), 'utf8'));
    const checked = checkRange(value);
    return checked.ok && checked.value.bytes === bytes ? checked.value : undefined;
  } catch {
    return undefined;
  }
}

async function measure(path: string): Promise<TimeRange> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    let earliest: string | undefined;
    let latest: string | undefined;
    let lines = 0;
    for await (const { bytes, skippedLines } of forwardBlocks(handle, 0, size)) {
      lines += skippedLines;
      for (let start = 0; start < bytes.length;) {
        const end = bytes.indexOf(10, start);
        const times = lineTimes(bytes, start, end) ?? timesOf(bytes.subarray(start, end));
        if (times !== undefined && (earliest === undefined || times.first < earliest)) earliest = times.first;
        if (times !== undefined && (latest === undefined || times.last > latest)) latest = times.last;
        start = end + 1;
        lines++;
      }
    }
    return { bytes: size, lines, ...(earliest !== undefined && { earliest }), ...(latest !== undefined && { latest }) };
  } finally {
    await handle.close();
  }
}

function timesOf(line: Buffer): LineTimes | undefined {
  const head = parseHead(line);
  return head && { first: head.timestamp, last: head.lastSeen ?? head.timestamp };
}
