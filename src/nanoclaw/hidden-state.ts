import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { GuardianError } from '../text/guardian-error.js';

/** A folder or file on the host, and where a container sees it. */
export interface MountedPlace {
  readonly source: string;
  readonly target: string;
}

/**
 * Places in a container under which it would see the Guardian's state folder: NanoClaw 1 mounts its whole checkout into
 * the main group's container, and an operator may mount anything. They are to be covered by something empty (law 4).
 * Links are followed on both sides: Docker mounts what a path leads to, and a checkout's `data` may lead to another disk.
 *
 * @param folders Folders of ours that no container may see.
 * @throws GuardianError `nanoclaw.state_mounted` when a mount begins inside of one: there is nothing else in it to see.
 */
export function placesToHide(mounts: readonly MountedPlace[], folders: readonly string[]): string[] {
  return folders.map(realPathOf).flatMap((folder) =>
    mounts.flatMap(({ source, target }) => {
      const mounted = realPathOf(source);
      if (isWithin(mounted, folder)) throw new GuardianError({ code: 'nanoclaw.state_mounted', args: { source } });
      return isWithin(folder, mounted) ? [join(target, relative(mounted, folder))] : [];
    }),
  );
}

/** Where a path leads to. What is not there yet, Docker makes where it is written. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
