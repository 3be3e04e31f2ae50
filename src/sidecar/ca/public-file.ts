import { appendFileSync, chmodSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { GuardianError } from '../../text/guardian-error.js';
import { fileError } from '../file-error.js';
import { readIfThere, replaceFile } from '../state-folder.js';

/**
 * Folders out of which a system takes what all its programs trust. The Guardian writes to none of them (law 4), not even
 * when somebody who may asks it to.
 */
const SYSTEM_STORES = [
  '/etc/ssl',
  '/etc/pki',
  '/etc/ca-certificates',
  '/usr/lib/ssl',
  '/usr/share/ca-certificates',
  '/usr/share/pki',
  '/usr/local/share/ca-certificates',
  '/usr/local/etc/ca-certificates',
  '/usr/local/etc/openssl@3',
  '/var/lib/ca-certificates',
  '/opt/homebrew/etc/ca-certificates',
  '/opt/homebrew/etc/openssl@3',
  '/Library/Keychains',
  '/System',
];

/**
 * Writes a file for everybody to read: certificates only, whole or not at all. When the new content only goes on where
 * the old one ends, it is added in place: a container that has the file mounted goes on seeing the same file, and would
 * never see another one under its name.
 *
 * @throws GuardianError `ca.system_store` when the file lies in a system's trust store, `state.file` when it cannot be
 *   written or is not a file.
 */
export function writePublicFile(name: string, content: string): void {
  const file = targetOf(name);
  const present = readIfThere(file)?.toString('utf8');
  try {
    if (present === undefined) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      replaceFile(file, content, 0o644);
    } else if (content.startsWith(present) && present.endsWith('\n')) {
      if (content.length > present.length) appendFileSync(file, content.slice(present.length));
      if ((statSync(file).mode & 0o777) !== 0o644) chmodSync(file, 0o644);
    } else {
      replaceFile(file, content, 0o644);
    }
  } catch (error) {
    if (error instanceof GuardianError) throw error;
    throw fileError(file, error);
  }
}

/** The file that a name stands for, behind any links; what is there must be a file. */
function targetOf(name: string): string {
  const file = behindLinks(resolve(name));
  // The folders may themselves be links, as /etc is on macOS.
  if (SYSTEM_STORES.some((store) => file.startsWith(behindLinks(store) + sep))) {
    throw new GuardianError({ code: 'ca.system_store', args: { file } });
  }
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isFile()) throw new GuardianError({ code: 'ca.not_a_file', args: { file } });
  return file;
}

function behindLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = dirname(file);
    return folder === file ? file : join(behindLinks(folder), basename(file));
  }
}
