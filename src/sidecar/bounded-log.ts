import {
  chmodSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../text/unknown-error.js';
import { DAY_MS } from '../time/lengths.js';

export interface BoundedLogOptions {
  readonly file: string;
  /** The file is closed before it grows beyond this. */
  readonly maxFileBytes: number;
  /** All files together, room for the current one included. */
  readonly maxTotalBytes: number;
  /** A closed file is deleted when it was written to so many days ago. */
  readonly maxAgeDays: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** A line that tells of lost ones: with it writing is tried again where no other line comes. Absent: only with others. */
  readonly lossLine?: (lost: number) => string;
}

export type BoundedLogEvent =
  | { readonly kind: 'degraded'; readonly code: string }
  | { readonly kind: 'recovered'; readonly lost: number }
  | { readonly kind: 'deleted'; readonly file: string; readonly bytes: number; readonly bound: 'age' | 'bytes' };

interface OpenLogFile {
  readonly descriptor: number;
  readonly ino: number;
  size: number;
}

/** After a failure the disk is left alone for so long; lines that come meanwhile are counted as lost. */
const RETRY_MS = 1_000;
/** How often writing is tried again when nobody writes. */
const TRY_AGAIN_MS = 2_000;
/** How often it is looked whether the file is still in its place. */
const LOOK_MS = 1_000;

/**
 * Log files of bounded size and age: `sidecar.log`, and closed ones with numbers that only grow (`sidecar-00000001.log`).
 * A line is written when `write` returns, because the one before a crash is the one that says why. It never throws: what
 * cannot be written is counted, and writing resumes by itself with a later line.
 */
export class BoundedLog {
  /** Told of each change between writing and not being able to, and of each file that was deleted. Must not throw. */
  report: (event: BoundedLogEvent) => void = () => undefined;
  readonly #options: BoundedLogOptions;
  readonly #clock: () => number;
  readonly #closedName: RegExp;
  #file: OpenLogFile | undefined;
  #failure: { readonly code: string; readonly at: number } | undefined;
  #tryingAgain: NodeJS.Timeout | undefined;
  #lookedAt = 0;
  #lost = 0;
  #lostBefore = 0;

  constructor(options: BoundedLogOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#closedName = new RegExp(`^${basename(options.file, '.log').replace(/\W/g, '\\$&')}-(\\d{8,15})\\.log$`);
  }

  /** Lines lost since the start. */
  get lost(): number {
    return this.#lost;
  }

  /** `ok`, or the system's code for what keeps lines from the disk. */
  get health(): string {
    return this.#failure?.code ?? 'ok';
  }

  /** Writes a line with its line end. */
  write(line: string): void {
    const now = this.#clock();
    if (this.#failure !== undefined && Math.abs(now - this.#failure.at) < RETRY_MS) {
      this.#lost++;
      return;
    }
    try {
      this.#append(line, now);
    } catch (error) {
      this.#lost++;
      this.#failed(codeOf(error) ?? 'UNKNOWN', now);
      return;
    }
    this.#succeeded();
  }

  /** Deletes what is too old or too much. To be called now and then, such as hourly. */
  sweep(): void {
    try {
      this.#retain();
    } catch {
      // Tried again the next time.
    }
  }

  close(): void {
    clearInterval(this.#tryingAgain);
    this.#abandon();
  }

  #append(line: string, now: number): void {
    const bytes = Buffer.from(line);
    let file = this.#opened(now);
    if (file.size > 0 && file.size + bytes.length > this.#options.maxFileBytes) {
      this.#rotate();
      file = this.#opened(now);
    }
    for (let done = 0; done < bytes.length;) {
      const written = writeSync(file.descriptor, bytes, done);
      done += written;
      file.size += written;
    }
  }

  #opened(now: number): OpenLogFile {
    if (this.#file !== undefined && Math.abs(now - this.#lookedAt) >= LOOK_MS) {
      this.#lookedAt = now;
      if (statSync(this.#options.file, { throwIfNoEntry: false })?.ino !== this.#file.ino) this.#abandon();
    }
    if (this.#file !== undefined) return this.#file;
    const { file } = this.#options;
    const folder = dirname(file);
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) mkdirSync(folder, { mode: 0o700 });
    const descriptor = openSync(file, 'a', 0o600);
    const { size, ino, mode } = fstatSync(descriptor);
    if ((mode & 0o077) !== 0) chmodSync(file, 0o600);
    this.#lookedAt = now;
    return (this.#file = { descriptor, ino, size });
  }

  #rotate(): void {
    this.#abandon();
    const { file } = this.#options;
    const number = (this.#closed().at(-1)?.number ?? 0) + 1;
    renameSync(file, join(dirname(file), `${basename(file, '.log')}-${String(number).padStart(8, '0')}.log`));
    this.sweep();
  }

  #retain(): void {
    const { maxFileBytes, maxTotalBytes, maxAgeDays } = this.#options;
    const files = this.#closed();
    let total = files.reduce((sum, { bytes }) => sum + bytes, Math.min(maxFileBytes, maxTotalBytes));
    for (const { path, bytes, writtenAt } of files) {
      const isOld = this.#clock() - writtenAt > maxAgeDays * DAY_MS;
      if (!isOld && total <= maxTotalBytes) return;
      unlinkSync(path);
      total -= bytes;
      this.report({ kind: 'deleted', file: basename(path), bytes, bound: isOld ? 'age' : 'bytes' });
    }
  }

  #closed() {
    const folder = dirname(this.#options.file);
    return readdirSync(folder)
      .flatMap((name) => {
        const number = this.#closedName.exec(name)?.[1];
        if (number === undefined) return [];
        const path = join(folder, name);
        const { size: bytes, mtimeMs: writtenAt } = statSync(path);
        return [{ path, number: Number(number), bytes, writtenAt }];
      })
      .sort((a, b) => a.number - b.number);
  }

  #failed(code: string, at: number): void {
    this.#abandon();
    const before = this.#failure;
    this.#failure = { code, at };
    if (before === undefined) {
      this.#lostBefore = this.#lost - 1;
      this.#tryAgainNowAndThen();
      this.report({ kind: 'degraded', code });
    }
  }

  /** A log that is quiet would otherwise be called broken long after its disk is not. */
  #tryAgainNowAndThen(): void {
    const { lossLine } = this.#options;
    if (lossLine === undefined) return;
    this.#tryingAgain = setInterval(() => {
      const now = this.#clock();
      try {
        this.#append(lossLine(this.#lost - this.#lostBefore), now);
        this.#succeeded();
      } catch (error) {
        this.#failed(codeOf(error) ?? 'UNKNOWN', now);
      }
    }, TRY_AGAIN_MS).unref();
  }

  #succeeded(): void {
    if (this.#failure === undefined) return;
    clearInterval(this.#tryingAgain);
    this.#failure = undefined;
    this.report({ kind: 'recovered', lost: this.#lost - this.#lostBefore });
  }

  #abandon(): void {
    const file = this.#file;
    this.#file = undefined;
    try {
      if (file !== undefined) closeSync(file.descriptor);
    } catch {
      // Whatever was wrong with it is over.
    }
  }
}
