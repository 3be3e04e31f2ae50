import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { GuardianError } from '../../text/guardian-error.js';
import { fileError } from '../file-error.js';
import { moveIntoPlace, readIfThere, writeBeside, type StateFolder } from '../state-folder.js';
import { authorityFileText, type AuthorityFile, type ReadAuthority } from './authority-file.js';

/** What has just been done, in this order. */
export type ReplaceStep = 'written' | 'replaced' | 'destroyed';

/**
 * Puts another CA file in the place of the one that was read, and destroys that one with its key. Whenever this ends,
 * and however, the file that is there is the old one or the new one, whole.
 *
 * @param onStep Called between the steps.
 * @throws GuardianError `ca.changed` when somebody else replaced the file since it was read; nothing is done then.
 */
export function replaceAuthority(
  state: StateFolder,
  read: ReadAuthority,
  next: AuthorityFile,
  onStep: (step: ReplaceStep) => void = () => undefined,
): void {
  const file = state.authority;
  removeLeftovers(file);
  const old = openOld(file);
  try {
    const temporary = writeBeside(file, authorityFileText(next), 0o600);
    try {
      onStep('written');
      if (readIfThere(file)?.equals(read.bytes) !== true) throw new GuardianError({ code: 'ca.changed', args: {} });
      moveIntoPlace(temporary, file);
    } finally {
      rmSync(temporary, { force: true });
    }
    onStep('replaced');
    overwrite(old);
    onStep('destroyed');
  } finally {
    closeSync(old);
  }
}

/** Opened before it loses its name: what has none any more can still be overwritten, and nothing is left to tidy up. */
function openOld(file: string): number {
  try {
    // Written through to the disk: Node's permission model forbids fsync on a descriptor.
    return openSync(file, constants.O_RDWR | constants.O_DSYNC);
  } catch (error) {
    throw fileError(file, error);
  }
}

/**
 * File systems that copy on write and disks that level wear keep earlier versions out of reach of this; the key is
 * sealed there all the same.
 */
function overwrite(descriptor: number): void {
  writeSync(descriptor, randomBytes(fstatSync(descriptor).size), 0, undefined, 0);
}

/** A crash between writing and renaming leaves a file with the sealed key of a CA that never was. */
function removeLeftovers(file: string): void {
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(`${basename(file)}.`) || !name.endsWith('.tmp')) continue;
    rmSync(join(dirname(file), name), { force: true });
  }
}
