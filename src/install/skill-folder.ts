import { existsSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programFolder } from '../sidecar/version.js';
import { GuardianError } from '../text/guardian-error.js';
import { SKILL_FOLDER } from './generations.js';

/**
 * The skill as it was built: the folder that this program is part of when it was itself installed, or what the build left
 * in its own checkout.
 *
 * @throws GuardianError `install.not_built`
 */
export function skillFolder(): string {
  for (const folder of [programFolder, join(programFolder, 'build/skill'), join(dirname(programFolder), 'skill')]) {
    if (existsSync(join(folder, 'payload/files.json'))) return folder;
  }
  throw new GuardianError({ code: 'install.not_built', args: { folder: programFolder } });
}

/**
 * Whether the skill's folder in a checkout is the operator's own: a clone of the Guardian, or a link to one. An
 * installation makes and deletes that folder whole, and would take the clone with all that was changed in it.
 */
export function isOperatorsOwn(root: string): boolean {
  const path = join(root, SKILL_FOLDER);
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true || existsSync(join(path, '.git'));
}
