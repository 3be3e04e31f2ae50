import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../text/unknown-error.js';
import type { WaitingLine } from './backlog.js';
import { CurrentFile, type WriteOutcome } from './current-file.js';
import type { OpenForAppending } from './file-handle.js';
import { closedFile, CURRENT_FILE, ensurePrivateFolder, listSequences } from './folder.js';
import type { JournalEvent } from './journal-event.js';
import { applyRetention, type RetentionBounds } from './retention.js';
import { writeTimeRange } from './time-range.js';

export interface StoreOptions extends RetentionBounds {
  readonly folder: string;
  readonly maxFileBytes: number;
  /** The current file is closed when its first line is older, so that retention by age can take it. */
  readonly maxFileAgeMs: number;
  readonly clock: () => number;
  readonly openForAppending: OpenForAppending;
  readonly report: (event: JournalEvent) => void;
}

/**
 * The files of a journal on the writing side: opening and repair, rotation, retention. Calls must not overlap. Every
 * method throws the system error that stopped it; the next call begins by opening the current file anew.
 */
export class Store {
  readonly #options: StoreOptions;
  #file: CurrentFile | undefined;
  /** The file that was opened last, and its number. */
  #last: { readonly file: CurrentFile; readonly sequence: number } | undefined;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** Opens the journal and applies retention. */
  async start(): Promise<void> {
    await this.#opened();
    await this.#retain();
  }

  /** Appends as many of the lines as the current file takes, at least one, and closes it when it is full. */
  async append(lines: readonly WaitingLine[]): Promise<WriteOutcome> {
    let file = await this.#inPlace();
    let fitting = this.#fitting(file, lines);
    if (fitting.length === 0 || this.#isOld(file)) {
      await this.#rotate(file);
      file = await this.#opened();
      fitting = this.#fitting(file, lines);
    }
    file.startedAt ??= this.#options.clock();
    const outcome = await file.append(fitting);
    if (outcome.failure !== undefined) await this.#abandon();
    return outcome;
  }

  /** Closes a current file that is old, and deletes what retention does not keep. */
  async sweep(): Promise<void> {
    const file = await this.#inPlace();
    if (this.#isOld(file)) await this.#rotate(file);
    else await this.#retain();
    await this.#opened();
  }

  /** Brings everything to the disk. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** The current file, opened anew when somebody has removed or replaced it. */
  async #inPlace(): Promise<CurrentFile> {
    if (this.#file !== undefined && !(await this.#file.isInPlace())) await this.#abandon();
    return this.#opened();
  }

  async #opened(): Promise<CurrentFile> {
    if (this.#file !== undefined) return this.#file;
    const { folder, openForAppending, report } = this.#options;
    await ensurePrivateFolder(folder);
    const { current } = await listSequences(folder);
    const file = await CurrentFile.open(folder, openForAppending);
    try {
      const last = this.#last;
      const isOther = last !== undefined && current <= last.sequence && !file.continues(last.file);
      // The files were removed under our eyes. An empty one takes their last number, so that it is not used again.
      if (isOther) await touch(join(folder, closedFile(last.sequence)));
      this.#last = { file, sequence: isOther ? last.sequence + 1 : current };
      if (isOther) report({ kind: 'recreated' });
    } catch (error) {
      await file.abandon();
      throw error;
    }
    if (file.repairedBytes > 0) report({ kind: 'repaired', bytes: file.repairedBytes });
    return (this.#file = file);
  }

  #fitting(file: CurrentFile, lines: readonly WaitingLine[]): readonly WaitingLine[] {
    let size = file.size;
    const tooMany = lines.findIndex((line, index) => {
      size += line.bytes;
      // A line that is longer than a file may be gets a file of its own.
      return size > this.#options.maxFileBytes && (index > 0 || file.size > 0);
    });
    return tooMany === -1 ? lines : lines.slice(0, tooMany);
  }

  #isOld({ size, startedAt }: CurrentFile): boolean {
    const { clock, maxFileAgeMs } = this.#options;
    return size > 0 && startedAt !== undefined && clock() - startedAt > maxFileAgeMs;
  }

  async #rotate(file: CurrentFile): Promise<void> {
    const { folder, report } = this.#options;
    this.#file = undefined;
    await file.close();
    const { current } = await listSequences(folder);
    const name = closedFile(current);
    await rename(join(folder, CURRENT_FILE), join(folder, name));
    report({ kind: 'rotated', file: name, bytes: file.size });
    // Without its range a file is searched in vain at times, but nothing is missed.
    await writeTimeRange(folder, current, file.range).catch(() => undefined);
    await this.#retain();
  }

  /** Old findings that cannot be deleted do not keep new ones from being written. */
  async #retain(): Promise<void> {
    const { folder, clock, report, maxFileBytes } = this.#options;
    try {
      // The current file counts as full, so that the bounds also hold while it grows.
      await applyRetention(folder, this.#options, maxFileBytes, clock(), report);
    } catch (error) {
      report({ kind: 'delete-failed', file: 'findings-*.jsonl', code: codeOf(error) ?? 'UNKNOWN' });
    }
  }

  async #abandon(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.abandon();
  }
}

async function touch(path: string): Promise<void> {
  await (await open(path, 'a', 0o600)).close();
}
