import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { header, root } from './header.mjs';

/** The version as a constant, so that a bundled program needs no manifest beside it. */
export function fromManifest(file) {
  const { version } = JSON.parse(readFileSync(file, 'utf8'));
  return [header(file), '/** Version of the program. */', `export const version = '${version}';`, ''].join('\n');
}

/** The manifest's list of files: everything that the skill consists of, so that a reader can check what was installed. */
export function withFileList(file) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const folders = ['hooks', 'i18n', 'setup', 'src'];
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name))),
  );
  const beside = ['CHANGELOG.md', 'LICENSE', 'README.md', 'REMOVE.md', 'SKILL.md', 'package.json', 'skill.json'];
  manifest.sbom = { files: [...inFolders, ...beside].sort() };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
