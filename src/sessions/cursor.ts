import { createHmac } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** How far a file has been looked at. */
export interface Cursor {
  readonly path: string;
  readonly inode: string;
  /** Everything before this byte has been looked at. */
  readonly offset: number;
  /** Keyed hash of the bytes in front of the offset: what stands there tells a file that grew from one that was rewritten. */
  readonly before: string;
  /** Of what was looked at, what happened before this time (ISO 8601) was passed over; absent when nothing was. */
  readonly since?: string;
}

/** Enough to hold the end of a line that no other line has: its identifiers and its time. */
const BEFORE_BYTES = 4 * 1024;

/** Marks a place in a file. Nothing of its content can be told from the mark. */
export class CursorMark {
  readonly #key: Buffer;

  /** @param key Secret of this installation. */
  constructor(key: Buffer) {
    this.#key = key;
  }

  /** @throws the system error. */
  async of(handle: FileHandle, offset: number): Promise<string> {
    const start = Math.max(0, offset - BEFORE_BYTES);
    const bytes = Buffer.alloc(offset - start);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, start + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    const hash = createHmac('sha256', this.#key).update(`traffic-guardian/session-cursor/v1\n${offset}\n`);
    return hash.update(bytes.subarray(0, length)).digest('hex').slice(0, 32);
  }
}

/** A file that was opened, as far as cursors care. */
export interface MarkedFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/**
 * The cursor of a file. It is known by its inode, so that it may be renamed, and its cursor holds only while what stood
 * before it is still there; a file that was truncated, replaced or rewritten has none.
 *
 * @param cursors Those with the file's inode.
 * @throws the system error.
 */
export async function cursorOf(
  { handle, size }: MarkedFile,
  cursors: readonly Cursor[],
  mark: CursorMark,
): Promise<Cursor | undefined> {
  for (const cursor of cursors) {
    if (cursor.offset <= size && (await mark.of(handle, cursor.offset)) === cursor.before) return cursor;
  }
  return undefined;
}
