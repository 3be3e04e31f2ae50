import { open } from 'node:fs/promises';

/** What the journal needs of an open file. `FileHandle` of Node is one. */
export interface JournalFileHandle {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  write(buffer: Buffer, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
  stat(): Promise<FileFacts>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface FileFacts {
  readonly size: number;
  readonly dev: number;
  readonly ino: number;
  readonly mode: number;
  isFile(): boolean;
}

/** Opens a file for reading and appending, and creates it if need be. Tests put a full disk here. */
export type OpenForAppending = (path: string, mode: number) => Promise<JournalFileHandle>;

export const openForAppending: OpenForAppending = (path, mode) => open(path, 'a+', mode);

/** Reads `[position, position + length)` into the front of `buffer`; returns less only at the end of the file. */
export async function readAt(
  handle: Pick<JournalFileHandle, 'read'>,
  buffer: Buffer,
  length: number,
  position: number,
): Promise<number> {
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/**
 * Appends bytes, again and again until all are written: a disk that fills up takes part of a write and refuses the rest
 * only when it is asked again.
 *
 * @returns how many bytes were written, and what stopped it, if something did.
 */
export async function writeAll(
  handle: Pick<JournalFileHandle, 'write'>,
  bytes: Buffer,
): Promise<{ readonly done: number; readonly failure?: { readonly error: unknown } }> {
  let done = 0;
  try {
    while (done < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done);
      done += bytesWritten;
    }
  } catch (error) {
    return { done, failure: { error } };
  }
  return { done };
}
