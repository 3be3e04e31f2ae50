import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export { version } from './version.generated.js';

/** Folder of the program: the nearest one above this file that has the manifest. Where nothing has it, this file's own. */
export const programFolder: string = findProgramFolder();

function findProgramFolder(): string {
  const own = dirname(fileURLToPath(import.meta.url));
  let folder = own;
  for (;;) {
    if (hasManifest(folder)) return folder;
    const parent = dirname(folder);
    if (parent === folder) return own;
    folder = parent;
  }
}

function hasManifest(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'skill.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'sbom' in manifest;
  } catch {
    return false;
  }
}
