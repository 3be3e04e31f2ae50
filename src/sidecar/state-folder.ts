import {
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileError } from './file-error.js';
import { GuardianError } from '../text/guardian-error.js';
import { codeOf, messageOf } from '../text/unknown-error.js';

/** Everything that the sidecar keeps on disk, by path. Folders are 0700 and files 0600. */
export interface StateFolder {
  readonly home: string;
  readonly controlSocket: string;
  /** Where the process that watches over the sidecar answers, also while there is no sidecar. */
  readonly watcherSocket: string;
  /** Held by whoever writes the findings journal: the sidecar while it runs, else a scan of sessions for a moment. */
  readonly journalLock: string;
  /** How far transcripts have been looked at, and the lock of the one scan that does it. */
  readonly sessions: string;
  readonly sessionsLock: string;
  /** Variables with which NanoClaw's host sends its own traffic through the Guardian, for those who start it. */
  readonly hostVariables: string;
  /** What became of the sidecar: starts, crashes, a crash loop. */
  readonly supervision: string;
  /** A sealed copy of the configuration in use, for a start after a crash. */
  readonly keptConfig: string;
  /** The port that the system chose, so that it is the same after a restart. */
  readonly port: string;
  /** The operator's pause; there while it lasts. */
  readonly pause: string;
  readonly installKey: string;
  readonly machineSecret: string;
  /** The CA whole: certificate, sealed key and the certificates of retired ones. */
  readonly authority: string;
  /** A copy of its certificate alone, for people and other programs. */
  readonly caCertificate: string;
  /** Agent groups: revocations and upstream proxies. */
  readonly agents: string;
  /** Which hosts were reached when. */
  readonly traffic: string;
  /** Where other processes leave what they have to record in the audit log. */
  readonly auditNotes: string;
}

export function stateFolderAt(home: string): StateFolder {
  return {
    home,
    controlSocket: join(home, 'control.sock'),
    watcherSocket: join(home, 'watcher.sock'),
    journalLock: join(home, 'journal.sock'),
    sessions: join(home, 'sessions'),
    sessionsLock: join(home, 'sessions.sock'),
    hostVariables: join(home, 'host.env'),
    supervision: join(home, 'supervision.json'),
    keptConfig: join(home, 'config.in-use.json'),
    port: join(home, 'port'),
    pause: join(home, 'pause.json'),
    installKey: join(home, 'keys', 'install.key'),
    machineSecret: join(home, 'keys', 'machine.secret'),
    authority: join(home, 'ca', 'authority.json'),
    caCertificate: join(home, 'ca', 'ca.pem'),
    agents: join(home, 'agents.json'),
    traffic: join(home, 'traffic.json'),
    auditNotes: join(home, 'audit-notes'),
  };
}

/**
 * Makes a folder that only its owner can enter, with its parents.
 *
 * @throws GuardianError `state.folder` when it cannot be made or belongs to somebody else.
 */
export function ensurePrivateFolder(folder: string): void {
  try {
    makeFolders(folder);
    const stat = statSync(folder);
    if (!stat.isDirectory()) throw new Error('it is not a folder');
    if ((stat.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  } catch (error) {
    throw new GuardianError({ code: 'state.folder', args: { folder, reason: messageOf(error) } });
  }
}

/**
 * One folder after the other: with `recursive`, Node never ends where the system answers ENOENT to every try, as below
 * /proc. Made without looking first: a sidecar that is confined to its folder may not look at what is above it.
 */
function makeFolders(folder: string): void {
  const code = makeFolder(folder);
  const parent = dirname(folder);
  if (code !== 'ENOENT' || parent === folder) return;
  makeFolders(parent);
  if (makeFolder(folder) === 'ENOENT') mkdirSync(folder);
}

/** Undefined when it was made, the system's code when it is there already or has no parent. @throws anything else. */
function makeFolder(folder: string): 'EEXIST' | 'ENOENT' | undefined {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'ENOENT') return code;
    throw error;
  }
}

/** Writes a file of the state folder whole or not at all. */
export function writePrivateFile(file: string, data: string | Uint8Array, mode = 0o600): void {
  ensurePrivateFolder(dirname(file));
  replaceFile(file, data, mode);
}

/** Writes a file whole or not at all: beside it first, then renamed into its place. Its folder is left as it is. */
export function replaceFile(file: string, data: string | Uint8Array, mode: number): void {
  const temporary = writeBeside(file, data, mode);
  try {
    moveIntoPlace(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Writes a file of the state folder unless there is one. Returns whether it did; of several at once, one does. */
export function createPrivateFile(file: string, data: string | Uint8Array): boolean {
  ensurePrivateFolder(dirname(file));
  const temporary = writeBeside(file, data, 0o600);
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw fileError(file, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Writes data to a new file beside another one, down to the disk. Returns its name. */
export function writeBeside(file: string, data: string | Uint8Array, mode: number): string {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    // O_DSYNC: a write returns when it is on the disk. Node's permission model forbids fsync on a descriptor.
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC;
    const descriptor = openSync(temporary, flags, mode);
    try {
      writeFileSync(descriptor, data);
    } finally {
      closeSync(descriptor);
    }
    // The process's umask keeps files private; one that is meant to be read by others says so here.
    chmodSync(temporary, mode);
    return temporary;
  } catch (error) {
    rmSync(temporary, { force: true });
    // A full disk, or a user's share of it (EDQUOT): nothing is wrong with the file.
    const isFull = codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
    if (isFull) throw new GuardianError({ code: 'state.disk_full', args: { file } });
    throw fileError(file, error);
  }
}

/** Lets what was written beside a file take its place, and waits until that is on the disk too. */
export function moveIntoPlace(temporary: string, file: string): void {
  try {
    renameSync(temporary, file);
  } catch (error) {
    throw fileError(file, error);
  }
  let folder: number | undefined;
  try {
    folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
  } catch {
    // Not every file system can, and Node's permission model forbids it; the file is in its place all the same.
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}

/** The content of a file, or undefined when there is none. */
export function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileError(file, error);
  }
}
