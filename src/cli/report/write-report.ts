import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceFile } from '../../sidecar/state-folder.js';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';

/**
 * Writes a page for its owner alone, whole or not at all. A link in its place is not followed and not replaced: somebody
 * else may have put it there to have another file written, or to read this one where they can.
 *
 * @throws GuardianError `report.link`, `report.not_a_file`, `report.unwritable`, or `state.disk_full`.
 */
export function writeReport(file: string, page: string): void {
  if (statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory() !== true) throw unwritable(file, 'ENOENT');
  const present = lstatSync(file, { throwIfNoEntry: false });
  if (present?.isSymbolicLink() === true) throw new GuardianError({ code: 'report.link', args: { file } });
  if (present?.isFile() === false) throw new GuardianError({ code: 'report.not_a_file', args: { file } });
  try {
    // What comes into its place between look and rename is replaced, not followed.
    replaceFile(file, page, 0o600);
  } catch (error) {
    // Its own words name the file beside it that was to take its place.
    if (!(error instanceof GuardianError && error.code === 'state.file')) throw error;
    throw unwritable(file, codeOf(error.cause) ?? 'EIO');
  }
}

function unwritable(file: string, code: string): GuardianError {
  return new GuardianError({ code: 'report.unwritable', args: { file, code } });
}
