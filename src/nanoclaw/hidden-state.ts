import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { GuardianError } from '../text/guardian-error.js';

/** A folder or file on the host, and where a container sees it. */
export interface MountedPlace {
  readonly source: string;
  readonly target: string;
}

/**
 * Places in a container under which it would see the Guardian's state folder: NanoClaw 1 mounts its whole checkout into
 * the main group's container, and an operator may mount anything. They are to be covered by something empty (law 4). A
 * mount shows what its source leads to, so both are compared by where their links lead.
 *
 * @param folders Folders of ours that no container may see.
 * @throws GuardianError `nanoclaw.state_mounted` when a mount begins inside of one: there is nothing else in it to see.
 */
export function placesToHide(mounts: readonly MountedPlace[], folders: readonly string[]): string[] {
  return [...new Set(folders.map(realPath))].flatMap((folder) =>
    mounts.flatMap(({ source, target }) => {
      const mounted = realPath(source);
      if (isWithin(mounted, folder)) {
        throw new GuardianError({ code: 'nanoclaw.state_mounted', args: { source } });
      }
      return isWithin(folder, mounted) ? [join(target, relative(mounted, folder))] : [];
    }),
  );
}

/** Where a path leads to, as far as there is anything: what is not there yet will be made there. */
function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const parent = dirname(whole);
    return parent === whole ? whole : join(realPath(parent), basename(whole));
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
