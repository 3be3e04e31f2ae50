import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { GuardianError } from '../text/guardian-error.js';
import { codeOf, messageOf } from '../text/unknown-error.js';

/** Everything that the sidecar keeps on disk, by path. Folders are 0700 and files 0600. */
export interface StateFolder {
  readonly home: string;
  readonly controlSocket: string;
  readonly processFile: string;
  readonly installKey: string;
  readonly machineSecret: string;
  readonly caCertificate: string;
  readonly caKey: string;
}

export function stateFolderAt(home: string): StateFolder {
  return {
    home,
    controlSocket: join(home, 'control.sock'),
    processFile: join(home, 'sidecar.json'),
    installKey: join(home, 'keys', 'install.key'),
    machineSecret: join(home, 'keys', 'machine.secret'),
    caCertificate: join(home, 'ca', 'ca.pem'),
    caKey: join(home, 'ca', 'ca.key.json'),
  };
}

/**
 * Makes a folder that only its owner can enter, with its parents.
 *
 * @throws GuardianError `state.folder` when it cannot be made or belongs to somebody else.
 */
export function ensurePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
  } catch (error) {
    throw new GuardianError({ code: 'state.folder', args: { folder, reason: messageOf(error) } });
  }
}

/** Writes a file whole or not at all: beside it first, then renamed into its place. */
export function writePrivateFile(file: string, data: string | Uint8Array, mode = 0o600): void {
  ensurePrivateFolder(dirname(file));
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, data, { mode, flag: 'wx' });
    // The process's umask keeps files private; one that is meant to be read by others says so here.
    chmodSync(temporary, mode);
    renameSync(temporary, file);
  } catch (error) {
    throw new GuardianError({ code: 'state.file', args: { file, reason: messageOf(error) } });
  }
}

/** The content of a file, or undefined when there is none. */
export function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new GuardianError({ code: 'state.file', args: { file, reason: messageOf(error) } });
  }
}
