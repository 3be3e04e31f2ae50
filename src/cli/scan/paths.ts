import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { codeOf } from '../../text/unknown-error.js';

/**
 * A file to scan, or something that could not be looked at, with the system's code. `path` is for people, `at` for the
 * system: on Linux a name is bytes, which need not be UTF-8, and what they are shown as leads nowhere.
 */
export type FoundPath =
  | { readonly kind: 'file'; readonly path: string; readonly at: string | Buffer }
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string };

/**
 * The files at and below a path, in a stable order. A link is followed only where it was named itself: links in folders lead
 * to what is scanned anyway, or in circles. Folders named `.git` are left out unless asked for.
 */
export async function* filesAt(path: string, withGit: boolean): AsyncGenerator<FoundPath> {
  yield* filesBelow({ path, at: path }, withGit, true);
}

interface Place {
  readonly path: string;
  readonly at: string | Buffer;
}

async function* filesBelow(place: Place, withGit: boolean, named: boolean): AsyncGenerator<FoundPath> {
  const { path, at } = place;
  try {
    const found = named ? await stat(at) : await lstat(at);
    if (found.isDirectory()) {
      if (!named && !withGit && basename(path) === '.git') return;
      for (const each of await placesIn(place)) yield* filesBelow(each, withGit, false);
    } else if (named || found.isFile()) {
      // A pipe that is named is to be read: `<(git diff)`. In folders, reading pipes, sockets and devices might never end.
      yield { kind: 'file', path, at };
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    yield { kind: 'unreadable', path, code };
  }
}

async function placesIn({ path, at }: Place): Promise<Place[]> {
  const names = await readdir(at, { encoding: 'buffer' });
  const places = names.map((name): Place => {
    const shown = join(path, name.toString());
    const isText = typeof at === 'string' && Buffer.from(name.toString()).equals(name);
    return { path: shown, at: isText ? shown : Buffer.concat([Buffer.from(at), Buffer.from(sep), name]) };
  });
  return places.sort((one, other) => (one.path < other.path ? -1 : 1));
}
