import { constants } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import { sep } from 'node:path';
import { codeOf } from '../text/unknown-error.js';
import type { LeftOut } from './session-files.js';

/** A file that is open, or why it is not. */
export type Opened =
  | {
      readonly kind: 'open';
      readonly handle: FileHandle;
      readonly inode: string;
      readonly size: number;
      readonly mtimeMs: number;
    }
  | { readonly kind: 'left-out'; readonly reason: LeftOut };

/**
 * Opens a file below a folder for reading, and nothing else: containers can put links, pipes and devices there, also after
 * they were looked at. Opening a pipe does not wait (`O_NONBLOCK`), and what was opened has to be the regular file
 * that the path leads to inside of the folder.
 *
 * @throws the system error.
 */
export async function openInside(folder: string, path: string): Promise<Opened> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    // POSIX names ELOOP for a link; a socket answers ENXIO.
    if (codeOf(error) === 'ELOOP') return { kind: 'left-out', reason: 'link' };
    if (codeOf(error) === 'ENXIO') return { kind: 'left-out', reason: 'special' };
    throw error;
  }
  try {
    const found = await handle.stat({ bigint: true });
    const refused = found.isFile() ? await whyNotInside(folder, path, found) : 'special';
    if (refused !== undefined) {
      await handle.close();
      return { kind: 'left-out', reason: refused };
    }
    return {
      kind: 'open',
      handle,
      inode: String(found.ino),
      size: Number(found.size),
      mtimeMs: Number(found.mtimeMs),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function whyNotInside(
  folder: string,
  path: string,
  opened: { readonly dev: bigint; readonly ino: bigint },
): Promise<LeftOut | undefined> {
  const real = await realpath(path);
  if (!real.startsWith((await realpath(folder)) + sep)) return 'link';
  const now = await lstat(real, { bigint: true });
  return now.dev === opened.dev && now.ino === opened.ino ? undefined : 'changed';
}
