import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { GuardianError } from '../text/guardian-error.js';
import { messageOf } from '../text/unknown-error.js';
import { temporaryFor, type Change } from './change.js';

/**
 * Makes changes to a checkout, all of them or none: when one fails, those that were made are taken back. One that is
 * killed in between leaves no line of NanoClaw's that leads to a file that is not there: what is new is written first,
 * and what goes is deleted last.
 *
 * @throws GuardianError `install.rolled_back` with the file and reason; `install.half_done` when taking back failed too.
 */
export function applyChanges(root: string, changes: readonly Change[]): void {
  const done: Change[] = [];
  for (const change of inOrder(changes)) {
    try {
      write(root, change.file, change.after, change.isPrivate === true);
      done.push(change);
    } catch (error) {
      const args = { file: change.file, reason: messageOf(error) };
      takeBack(root, [change, ...done.reverse()], args);
      throw new GuardianError({ code: 'install.rolled_back', args });
    }
  }
}

/** New files, then those that change, then those that go. */
export function inOrder(changes: readonly Change[]): Change[] {
  const isNew = ({ before }: Change): boolean => before === undefined;
  const goes = ({ after }: Change): boolean => after === undefined;
  const isEdited = (change: Change): boolean => !isNew(change) && !goes(change);
  return [...changes.filter(isNew), ...changes.filter(isEdited), ...changes.filter(goes)];
}

function takeBack(root: string, changes: readonly Change[], args: { file: string; reason: string }): void {
  const left: string[] = [];
  for (const { file, before } of changes) {
    try {
      write(root, file, before);
    } catch {
      left.push(file);
    }
  }
  // The one that failed may be as it was because it cannot be written at all.
  const changed = left.filter((file) => file !== args.file);
  if (changed.length > 0) {
    throw new GuardianError({ code: 'install.half_done', args: { ...args, list: changed.join(', ') } });
  }
}

/** Writes a file whole, with the folders that it needs, or removes it with the folders that it leaves empty. */
function write(root: string, file: string, content: Buffer | undefined, isPrivate = false): void {
  const path = join(root, file);
  if (content === undefined) {
    rmSync(path, { force: true });
    removeEmpty(root, dirname(path));
    return;
  }
  if (isPrivate) {
    // Only the folder of the file: those above it are NanoClaw's own.
    mkdirSync(dirname(dirname(path)), { recursive: true });
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { mode: 0o700 });
  } else mkdirSync(dirname(path), { recursive: true });
  const mode = isPrivate ? 0o600 : statSync(path, { throwIfNoEntry: false })?.mode;
  const temporary = temporaryFor(path);
  rmSync(temporary, { force: true });
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    if (mode !== undefined) chmodSync(temporary, mode & 0o777);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes a folder in which nothing is, and each above it that is left with nothing in it, up to the checkout. */
export function removeEmpty(root: string, folder: string): void {
  for (let each = folder; each.startsWith(root) && each !== root; each = dirname(each)) {
    const isEmpty = statSync(each, { throwIfNoEntry: false })?.isDirectory() === true && readdirSync(each).length === 0;
    if (!isEmpty) return;
    rmdirSync(each);
  }
}
