import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validatorOf } from '../../validation/validator.js';
import { closedFile, rangeFile } from './folder.js';
import { lineTimes, parseHead, type LineTimes } from './line.js';
import { forwardBlocks } from './blocks.js';

/**
 * The time range of a closed file, kept beside it, so that a search in time can leave whole files out. Clocks jump, so
 * the first and last line do not tell it: every line is looked at once, when it is written.
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

/** The range of lines that come one after the other. */
export class GrowingRange {
  #earliest: string | undefined;
  #latest: string | undefined;
  #lines = 0;

  /** Takes the line in `bytes[start, end)`, its line end left out. */
  add(bytes: Buffer, start: number, end: number): void {
    this.#lines++;
    const times = lineTimes(bytes, start, end) ?? timesOf(bytes.subarray(start, end));
    if (times === undefined) return;
    if (this.#earliest === undefined || times.first < this.#earliest) this.#earliest = times.first;
    if (this.#latest === undefined || times.last > this.#latest) this.#latest = times.last;
  }

  /** Counts lines that cannot be read. */
  skip(lines: number): void {
    this.#lines += lines;
  }

  /** @param bytes How long the file is that has these lines. */
  of(bytes: number): TimeRange {
    const [earliest, latest] = [this.#earliest, this.#latest];
    const lines = this.#lines;
    return { bytes, lines, ...(earliest !== undefined && { earliest }), ...(latest !== undefined && { latest }) };
  }
}

/**
 * Writes the range of a closed file.
 *
 * @param known What was noted while the file was written. Without it every line is read again, which keeps the event loop
 *   from everything else for a good part of a second when the file is large.
 * @throws the system error.
 */
export async function writeTimeRange(folder: string, sequence: number, known?: TimeRange): Promise<void> {
  const range = JSON.stringify(known ?? (await measure(join(folder, closedFile(sequence)))));
  const path = join(folder, rangeFile(sequence));
  await writeFile(`${path}.tmp`, `${range}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}

/** The range of a closed file of `bytes` bytes; undefined when it is not known. */
export async function readTimeRange(folder: string, sequence: number, bytes: number): Promise<TimeRange | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, rangeFile(sequence)), 'utf8'));
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
    const range = new GrowingRange();
    for await (const { bytes, skippedLines } of forwardBlocks(handle, 0, size)) {
      range.skip(skippedLines);
      for (let start = 0; start < bytes.length;) {
        const end = bytes.indexOf(10, start);
        range.add(bytes, start, end);
        start = end + 1;
      }
    }
    return range.of(size);
  } finally {
    await handle.close();
  }
}

function timesOf(line: Buffer): LineTimes | undefined {
  const head = parseHead(line);
  return head && { first: head.timestamp, last: head.lastSeen ?? head.timestamp };
}
