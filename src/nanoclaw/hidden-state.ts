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
 *
 * @param folders Folders of ours that no container may see.
 * @throws GuardianError `nanoclaw.state_mounted` when a mount begins inside of one: there is nothing else in it to see.
 */
export function placesToHide(mounts: readonly MountedPlace[], folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    mounts.flatMap(({ source, target }) => {
      if (isWithin(resolve(source), folder)) {
        throw new GuardianError({ code: 'nanoclaw.state_mounted', args: { source } });
      }
      return isWithin(folder, resolve(source)) ? [join(target, relative(resolve(source), folder))] : [];
    }),
  );
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
