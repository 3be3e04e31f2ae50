import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { GuardianError } from '../text/guardian-error.js';

/**
 * A path as people write it, whole. `~` is the user's home here too, as in a shell: variables that come from `.env` files,
 * units of systemd and options such as `--home=~/x`, and paths in the configuration, never pass through one.
 *
 * @param folder What it is relative to.
 */
export function writtenPath(folder: string, written: string): string {
  const inHome = /^~(?:[/\\](.*))?$/.exec(written);
  return inHome === null ? resolve(folder, written) : join(homeOfUser(), inHome[1] ?? '');
}

/**
 * The home folder of the user that this runs as.
 *
 * @throws GuardianError `state.no_home` when the system knows none, as of users that only a number names.
 */
export function homeOfUser(): string {
  try {
    // An empty HOME would make every path below it one of whatever folder this was started in, and so would a relative
    // one, for which there is no better meaning; but it is the same folder then for who is started from here.
    return resolve(homedir() || userInfo().homedir);
  } catch {
    throw new GuardianError({ code: 'state.no_home', args: {} });
  }
}
