import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programFolder } from '../sidecar/version.js';
import { GuardianError } from '../text/guardian-error.js';

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
