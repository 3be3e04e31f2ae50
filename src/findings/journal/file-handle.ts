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
