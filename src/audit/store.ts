import { open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePrivateFolder } from '../findings/journal/folder.js';
import { DAY_MS } from '../time/lengths.js';
import { AuditFile, type OpenAuditFile } from './audit-file.js';
import type { AuditEntry, AuditEvent, Occurrence } from './events.js';
import { readFileEnd } from './file-end.js';
import { closedAuditFile, closedAuditNumbers, CURRENT_AUDIT_FILE } from './folder.js';
import { readHeadFile, writeHeadFile } from './head-file.js';
import { chainedLine, GENESIS, type ChainHead } from './line.js';
import { TO_READ } from './open-to-read.js';
import { dueFiles, type AuditBounds, type DueFile } from './retention.js';

export interface AuditStoreOptions extends AuditBounds {
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly openFile: OpenAuditFile;
}

/** The current file is closed when its first line is older than this, so that a bound on age has files to choose from. */
const MAX_FILE_AGE_MS = 7 * DAY_MS;

/**
 * The files of an audit log and the chain that runs through them. Calls must not overlap. Every method throws the system
 * error that stopped it; the next call begins by opening the current file anew.
 *
 * A writer that was killed leaves a torn last line, and what is cut off or removed leaves a gap. Neither is repaired
 * away: the damage stays where it is, the chain goes on behind the last line that is known to have been there, and its
 * next line says what was found.
 */
export class AuditStore {
  readonly #options: AuditStoreOptions;
  #file: AuditFile | undefined;
  #fileSince: number | undefined;
  /** The last line that was written or found; undefined before the first look. */
  #head: ChainHead | undefined;
  /** What the next line has to say about damage. */
  #repair: AuditEvent | undefined;
  #due: readonly DueFile[] = [];

  constructor(options: AuditStoreOptions) {
    this.#options = options;
  }

  get head(): ChainHead {
    return this.#head ?? GENESIS;
  }

  /** Opens the log. Returns the last line that is as it was written. */
  async start(): Promise<AuditEntry | undefined> {
    const file = await this.#opened();
    await this.#lookForDue();
    return file.end.last;
  }

  /**
   * Appends occurrences as lines, down to the disk, all or none.
   *
   * @returns how many of them were no valid events, and were left out.
   */
  async append(occurrences: readonly Occurrence[]): Promise<{ readonly rejected: number }> {
    await this.#inPlace();
    const time = new Date(this.#options.clock()).toISOString();
    const due = this.#due;
    const own = [...(this.#repair === undefined ? [] : [this.#repair]), ...due.map(({ event }) => event)];
    const lines = [...own.map((event) => ({ time, event })), ...occurrences];
    let head = this.head;
    let text = '';
    let rejected = 0;
    for (const occurrence of lines) {
      const line = chainedLine(occurrence, head);
      if (line === undefined) rejected++;
      else {
        ({ head } = line);
        text += line.text;
      }
    }
    if (text === '') return { rejected };
    const file = await this.#withRoomFor(text.length);
    try {
      await file.append(text);
    } catch (error) {
      await this.#abandon();
      throw error;
    }
    this.#head = head;
    this.#fileSince ??= this.#options.clock();
    this.#repair = undefined;
    // It may lag behind: a head that cannot be written is written with the next lines.
    await writeHeadFile(this.#options.folder, head).catch(() => undefined);
    this.#due = this.#due.filter((file) => !due.includes(file));
    for (const { path } of due) await unlink(path).catch(() => undefined);
    return { rejected };
  }

  /** Closes a current file that is old, and deletes what retention does not keep. */
  async sweep(): Promise<void> {
    await this.#withRoomFor(0);
    await this.#lookForDue();
    if (this.#due.length > 0) await this.append([]);
  }

  async close(): Promise<void> {
    await this.#abandon();
  }

  async #inPlace(): Promise<AuditFile> {
    if (this.#file !== undefined && !(await this.#file.isInPlace())) await this.#abandon();
    return this.#opened();
  }

  async #withRoomFor(bytes: number): Promise<AuditFile> {
    const file = await this.#inPlace();
    const { maxFileBytes, clock } = this.#options;
    const isOld = this.#fileSince !== undefined && clock() - this.#fileSince > MAX_FILE_AGE_MS;
    if (file.size === 0 || (file.size + bytes <= maxFileBytes && !isOld)) return file;
    await this.#rotate();
    return this.#opened();
  }

  async #opened(): Promise<AuditFile> {
    if (this.#file !== undefined) return this.#file;
    const { folder, openFile } = this.#options;
    await ensurePrivateFolder(folder);
    const known = this.#head;
    const headFile = await readHeadFile(folder);
    const file = await AuditFile.open(folder, openFile);
    try {
      const last = file.end.last ?? (await this.#lastClosedLine());
      const found: ChainHead = last === undefined ? GENESIS : { seq: last.seq, hash: last.hash };
      const recorded = headFile.kind === 'head' ? headFile.head : undefined;
      const head = furthest(furthest(found, recorded), known);
      this.#fileSince = file.end.last === undefined ? undefined : Date.parse(file.end.last.time);
      this.#head = head;
      const lost = head === found ? 0 : Math.max(1, head.seq - found.seq);
      // Without a head nobody can say whether lines are missing at the end; that too has to be told.
      const headless = recorded === undefined && found.seq > 0;
      if (headFile.kind === 'absent' && found.seq === 0) await writeHeadFile(folder, GENESIS).catch(() => undefined);
      const { fragment } = file.end;
      const isTorn = fragment.kind === 'torn';
      if (lost > 0 || isTorn || headless) {
        this.#repair = {
          kind: 'store_repaired',
          store: 'audit',
          torn_bytes: isTorn ? fragment.bytes : 0,
          ...(isTorn && fragment.sha256 !== undefined ? { torn_sha256: fragment.sha256 } : {}),
          lost_lines: lost,
          ...(headless ? { head_missing: true } : {}),
          ...(known !== undefined && lost > 0 ? { recreated: true } : {}),
        };
      }
    } catch (error) {
      await file.close();
      throw error;
    }
    return (this.#file = file);
  }

  async #lastClosedLine(): Promise<AuditEntry | undefined> {
    const { folder } = this.#options;
    for (const number of (await closedAuditNumbers(folder)).reverse()) {
      const handle = await open(join(folder, closedAuditFile(number)), TO_READ);
      try {
        const { last } = await readFileEnd(handle, (await handle.stat()).size);
        if (last !== undefined) return last;
      } finally {
        await handle.close();
      }
    }
    return undefined;
  }

  async #rotate(): Promise<void> {
    const { folder } = this.#options;
    await this.#abandon();
    const number = ((await closedAuditNumbers(folder)).at(-1) ?? 0) + 1;
    await rename(join(folder, CURRENT_AUDIT_FILE), join(folder, closedAuditFile(number)));
    this.#fileSince = undefined;
    await this.#lookForDue();
  }

  async #lookForDue(): Promise<void> {
    const { folder, clock } = this.#options;
    const listed = new Set(this.#due.map(({ path }) => path));
    const due = await dueFiles(folder, this.#options, clock()).catch(() => []);
    this.#due = [...this.#due, ...due.filter(({ path }) => !listed.has(path))];
  }

  async #abandon(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

/** The one that is further along; the recorded one when two lines claim the same number, because one was replaced. */
function furthest(found: ChainHead, recorded: ChainHead | undefined): ChainHead {
  if (recorded === undefined || recorded.seq < found.seq) return found;
  return recorded.seq === found.seq && recorded.hash === found.hash ? found : recorded;
}
