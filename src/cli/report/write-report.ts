import { lstatSync } from 'node:fs';
import { replaceFile } from '../../sidecar/state-folder.js';
import { GuardianError } from '../../text/guardian-error.js';

/**
 * Writes a page for its owner alone, whole or not at all. A link in its place is not followed and not replaced: somebody
 * else may have put it there to have another file written, or to read this one where they can.
 *
 * @throws GuardianError `report.link`, `report.not_a_file`, or `state.file` when it cannot be written.
 */
export function writeReport(file: string, page: string): void {
  const present = lstatSync(file, { throwIfNoEntry: false });
  if (present?.isSymbolicLink() === true) throw new GuardianError({ code: 'report.link', args: { file } });
  if (present?.isFile() === false) throw new GuardianError({ code: 'report.not_a_file', args: { file } });
  // What comes into its place between look and rename is replaced, not followed.
  replaceFile(file, page, 0o600);
}
