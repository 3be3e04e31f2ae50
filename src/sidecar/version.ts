import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the installed program: the nearest one above this file that has the manifest. */
export const programFolder: string = findProgramFolder();

/** Version of the program, from its manifest. */
export const version: string = readVersion();

function findProgramFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    if (readManifest(folder) !== undefined) return folder;
    const parent = dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
}

function readManifest(folder: string): unknown {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'skill.json'), 'utf8'));
    return manifest;
  } catch {
    return undefined;
  }
}

function readVersion(): string {
  const manifest = readManifest(programFolder);
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  return 'unknown';
}
