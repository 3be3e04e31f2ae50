import { constants } from 'node:fs';
import { chmod, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAll, type JournalFileHandle } from '../findings/journal/file-handle.js';
import { readFileEnd, type FileEnd } from './file-end.js';
import { CURRENT_AUDIT_FILE } from './folder.js';

/** What the log needs of an open file. */
export type AuditFileHandle = Pick<JournalFileHandle, 'read' | 'write' | 'stat' | 'truncate' | 'close'>;

/** Opens a file for reading and appending, and creates it if need be. Tests put a full disk here. */
export type OpenAuditFile = (path: string) => Promise<AuditFileHandle>;

/** With O_DSYNC a write returns when it is on the disk; Node's permission model forbids some ways to ask for that later. */
export const openAuditFile: OpenAuditFile = (path) =>
  open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_DSYNC, 0o600);

/** The open current file of an audit log. Nothing that stands in it is ever changed; damage is left as it is. */
export class AuditFile {
  readonly path: string;
  /** How it ended when it was opened. */
  readonly end: FileEnd;
  readonly #handle: AuditFileHandle;
  readonly #identity: { readonly dev: number; readonly ino: number };
  #size: number;

  private constructor(
    path: string,
    handle: AuditFileHandle,
    end: FileEnd,
    facts: { dev: number; ino: number; size: number },
  ) {
    this.path = path;
    this.end = end;
    this.#handle = handle;
    this.#identity = facts;
    this.#size = facts.size;
  }

  /**
   * Opens or creates it in a folder that exists, for its owner alone. A last line without its line end gets one, so that
   * what is appended stands on lines of its own.
   *
   * @throws the system error.
   */
  static async open(folder: string, openFile: OpenAuditFile): Promise<AuditFile> {
    const path = join(folder, CURRENT_AUDIT_FILE);
    const handle = await openFile(path);
    try {
      const { dev, ino, size, mode } = await handle.stat();
      if ((mode & 0o077) !== 0) await chmod(path, 0o600);
      const end = await readFileEnd(handle, size);
      const file = new AuditFile(path, handle, end, { dev, ino, size });
      if (end.fragment.kind !== 'none') await file.append('\n');
      return file;
    } catch (error) {
      await handle.close().catch(() => undefined);
      throw error;
    }
  }

  get size(): number {
    return this.#size;
  }

  /** False when the file or its folder was removed, renamed or replaced: what is written then is not in the log. */
  async isInPlace(): Promise<boolean> {
    try {
      const { dev, ino } = await stat(this.path);
      return dev === this.#identity.dev && ino === this.#identity.ino;
    } catch {
      return false;
    }
  }

  /**
   * Appends text down to the disk, all of it or nothing.
   *
   * @throws the system error. What was written of the text is taken back then, if the disk lets us.
   */
  async append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const { done, failure } = await writeAll(this.#handle, bytes);
    if (failure !== undefined) {
      if (done > 0) await this.#handle.truncate(this.#size).catch(() => undefined);
      throw failure.error;
    }
    this.#size += bytes.length;
  }

  async close(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }
}
