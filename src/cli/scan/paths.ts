import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf } from '../../text/unknown-error.js';

/** A file to scan, or something that could not be looked at, with the system's code. */
export type FoundPath =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string };

/**
 * The files at and below a path, in a stable order. A link is followed only where it was named itself: links in folders lead
 * to what is scanned anyway, or in circles. Folders named `.git` are left out unless asked for.
 */
export async function* filesAt(path: string, withGit: boolean): AsyncGenerator<FoundPath> {
  yield* filesBelow(path, withGit, true);
}

async function* filesBelow(path: string, withGit: boolean, named: boolean): AsyncGenerator<FoundPath> {
  try {
    const found = named ? await stat(path) : await lstat(path);
    if (found.isDirectory()) {
      if (!named && !withGit && basename(path) === '.git') return;
      for (const name of (await readdir(path)).sort()) yield* filesBelow(join(path, name), withGit, false);
    } else if (named || found.isFile()) {
      // A pipe that is named is to be read: `<(git diff)`. In folders, reading pipes, sockets and devices might never end.
      yield { kind: 'file', path };
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    yield { kind: 'unreadable', path, code };
  }
}
