import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WaitingLine } from './backlog.js';
import { readAt, writeAll, type JournalFileHandle, type OpenForAppending } from './file-handle.js';
import { CURRENT_FILE } from './folder.js';
import { wholeLength } from './torn-line.js';
import { lineTimes } from './line.js';
import { GrowingRange, type TimeRange } from './time-range.js';

/** What a write achieved: so many whole lines are in the file, and what stopped it, if something did. */
export interface WriteOutcome {
  readonly stored: number;
  readonly failure?: { readonly error: unknown };
}

/** Enough of a file's first line to read its times. */
const FRONT_BYTES = 128;

/** The open current file of a journal. */
export class CurrentFile {
  readonly path: string;
  /** What was cut off a torn last line when it was opened. */
  readonly repairedBytes: number;
  /** When its first line was written, ms since 1970; undefined while it is empty or when the line does not say. */
  startedAt: number | undefined;
  readonly #handle: JournalFileHandle;
  readonly #dev: number;
  readonly #ino: number;
  #size: number;
  /** Of all its lines; undefined when some stood in it before it was opened. */
  readonly #range: GrowingRange | undefined;

  private constructor(
    path: string,
    handle: JournalFileHandle,
    opened: { dev: number; ino: number; size: number; repairedBytes: number; startedAt: number | undefined },
  ) {
    this.path = path;
    this.repairedBytes = opened.repairedBytes;
    this.startedAt = opened.startedAt;
    this.#handle = handle;
    this.#dev = opened.dev;
    this.#ino = opened.ino;
    this.#size = opened.size;
    this.#range = opened.size === 0 ? new GrowingRange() : undefined;
  }

  /** Opens or creates it in a folder that exists, private to this user and ending in a whole line. @throws the system error. */
  static async open(folder: string, openForAppending: OpenForAppending): Promise<CurrentFile> {
    const path = join(folder, CURRENT_FILE);
    const handle = await openForAppending(path, 0o600);
    try {
      const { size, dev, ino, mode, isFile } = await factsOf(handle);
      // By its name: Node's permission model forbids it on a handle.
      if (isFile && (mode & 0o077) !== 0) await chmod(path, 0o600);
      const whole = await wholeLength(handle, size);
      if (whole < size) await handle.truncate(whole);
      const startedAt = await timeOfFirstLine(handle, whole);
      return new CurrentFile(path, handle, { dev, ino, size: whole, repairedBytes: size - whole, startedAt });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Bytes in it, all of them whole lines. */
  get size(): number {
    return this.#size;
  }

  /** The times of its lines, when all of them were written through this. */
  get range(): TimeRange | undefined {
    return this.#range?.of(this.#size);
  }

  /** False when the file or its folder was removed, renamed or replaced: what is written then is not in the journal. */
  async isInPlace(): Promise<boolean> {
    try {
      const facts = await stat(this.path);
      return facts.dev === this.#dev && facts.ino === this.#ino;
    } catch {
      return false;
    }
  }

  /** Whether this is the file that `earlier` had open, with all that was written to it. */
  continues(earlier: CurrentFile): boolean {
    // A file system gives the number of a deleted file to the next one, so the size has to agree too.
    return this.#dev === earlier.#dev && this.#ino === earlier.#ino && this.#size >= earlier.#size;
  }

  /**
   * Appends lines in one write. After a failure part of a line may be in the file: close it and open it again, which
   * repairs it.
   */
  async append(lines: readonly WaitingLine[]): Promise<WriteOutcome> {
    const bytes = Buffer.from(lines.map((line) => line.text).join(''));
    const { done, ...outcome } = await writeAll(this.#handle, bytes);
    return { stored: this.#account(lines, bytes, done), ...outcome };
  }

  /** Brings the file to the disk and closes it. @throws the system error; the file is closed all the same. */
  async close(): Promise<void> {
    try {
      await this.#handle.sync();
    } finally {
      await this.#handle.close();
    }
  }

  /** Closes a file that is gone or has failed. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }

  #account(lines: readonly WaitingLine[], bytes: Buffer, done: number): number {
    let stored = 0;
    let length = 0;
    for (const line of lines) {
      if (length + line.bytes > done) break;
      this.#range?.add(bytes, length, length + line.bytes - 1);
      length += line.bytes;
      stored++;
    }
    this.#size += length;
    return stored;
  }
}

async function factsOf(handle: JournalFileHandle) {
  const facts = await handle.stat();
  // Anything but a file has no length to repair and no mode that is ours to change.
  const isFile = facts.isFile();
  return { dev: facts.dev, ino: facts.ino, mode: facts.mode, size: isFile ? facts.size : 0, isFile };
}

async function timeOfFirstLine(handle: JournalFileHandle, size: number): Promise<number | undefined> {
  const front = Buffer.alloc(FRONT_BYTES);
  const length = await readAt(handle, front, Math.min(size, FRONT_BYTES), 0);
  const first = Date.parse(lineTimes(front, 0, length)?.first ?? '');
  return Number.isNaN(first) ? undefined : first;
}
