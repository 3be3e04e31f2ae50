import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileError } from '../sidecar/file-error.js';
import { GuardianError } from '../text/guardian-error.js';
import { isReal, temporaryFor, type Change } from './change.js';
import type { Checkout } from './checkout.js';
import { generations, OWN_PLACES, SKILL_FOLDER } from './generations.js';
import { withLines, withoutLines } from './line-edit.js';
import { isOperatorsOwn } from './skill-folder.js';

/**
 * What an installation changes: every file whole, before and after. Nothing is written.
 *
 * @param skill The skill's folder as it was built, which is copied into the checkout too.
 * @throws GuardianError `install.no_place` when a line finds no place.
 */
export function planInstall({ root, generation }: Checkout, skill: string): Change[] {
  const wanted = new Map<string, Buffer>();
  for (const file of filesIn(skill)) wanted.set(`${SKILL_FOLDER}/${file}`, readFileSync(join(skill, file)));
  for (const { from, to } of generation.copies) wanted.set(to, readFileSync(join(skill, from)));
  for (const file of new Set(generation.lines.map((line) => line.file))) {
    const edited = withLines(
      readPart(join(root, file)).toString('utf8'),
      generation.lines.filter((line) => line.file === file),
    );
    if (!edited.ok) throw new GuardianError({ code: 'install.no_place', args: { file, line: edited.missing.text } });
    wanted.set(file, Buffer.from(edited.text, 'utf8'));
  }
  // What an older version of ours left behind in our own folders goes.
  const stale = ownFiles(root).filter((file) => !wanted.has(file));
  return [
    ...[...wanted].map(([file, after]) => ({ file, before: contentOf(root, file), after })),
    ...stale.map((file) => ({ file, before: contentOf(root, file), after: undefined })),
  ]
    .filter(isReal)
    .sort((one, other) => (one.file < other.file ? -1 : 1));
}

/**
 * What a removal changes: our own files go, and our lines in NanoClaw's, whatever shape it has by now.
 *
 * @param kept Whether a file that is ours stays, because the checkout itself keeps it.
 */
export function planUninstall(root: string, kept: (file: string) => boolean): Change[] {
  const edited = editedFiles().flatMap((file) => {
    const before = contentOf(root, file);
    if (before === undefined) return [];
    return [{ file, before, after: Buffer.from(withoutLines(before.toString('utf8')), 'utf8') }];
  });
  const removed = ownFiles(root)
    .filter((file) => !kept(file))
    .map((file) => ({ file, before: contentOf(root, file), after: undefined }));
  return [...edited, ...removed].filter(isReal).sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** Every file of ours, what an installation or a removal that was killed left beside others included. */
function ownFiles(root: string): string[] {
  const places = OWN_PLACES.filter((place) => place !== SKILL_FOLDER || !isOperatorsOwn(root));
  const files = places.flatMap((place) => {
    const path = join(root, place);
    if (!existsSync(path)) return [];
    return statSync(path).isDirectory() ? filesIn(join(root, place)).map((file) => `${place}/${file}`) : [place];
  });
  const unfinished = [...OWN_PLACES, ...editedFiles()].map(temporaryFor);
  return [...files, ...unfinished.filter((file) => existsSync(join(root, file)))];
}

/** NanoClaw's own files that get lines, in whatever generation. */
function editedFiles(): string[] {
  return [...new Set(generations.flatMap(({ lines }) => lines.map(({ file }) => file)))];
}

function contentOf(root: string, file: string): Buffer | undefined {
  const path = join(root, file);
  return existsSync(path) ? readPart(path) : undefined;
}

/** A file of the checkout. @throws GuardianError `state.file` when it cannot be read. */
function readPart(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileError(path, error);
  }
}

/** Every file below a folder, with slashes, relative to it. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join('/'))
    .sort();
}
