import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { STATE_IN_CHECKOUT } from '../nanoclaw/place.js';
import { RESULTS_FOLDER } from '../nanoclaw/request-files.js';
import { fileError } from '../sidecar/file-error.js';
import { namesIn } from '../sidecar/names-in.js';
import { removeEmpty } from './apply.js';
import { OWN_PLACES } from './generations.js';

/** What arises beside the installed files while NanoClaw is built and runs; all of it lies where git does not look. */
const FIXED = [
  'dist/modules/traffic-guardian',
  'dist/traffic-guardian',
  'dist/gateway-providers/traffic-guardian.js',
  'dist/gateway-providers/traffic-guardian.js.map',
  'dist/gateway-providers/traffic-guardian.d.ts',
];

/** The same in each agent group's or session's folder: links that NanoClaw makes, and answers to requests. */
const IN_EACH = [
  { folder: 'data/v2-sessions', inside: '.claude-shared/skills/traffic-guardian' },
  { folder: 'data/sessions', inside: '.claude/skills/traffic-guardian' },
  { folder: 'data/ipc', inside: RESULTS_FOLDER },
  { folder: 'groups', inside: '.claude-fragments/skill-traffic-guardian.md' },
];

/** Folders above our own in which nothing else may be left; NanoClaw makes them when it needs them. */
const ABOVE = ['data/gateway-trust', 'data'];

/** What installation, builds and runs left. The state folder only when it is wanted. */
export function leftoversIn(root: string, withState: boolean): string[] {
  const places = [
    ...FIXED,
    ...IN_EACH.flatMap(({ folder, inside }) => namesIn(join(root, folder)).map((name) => join(folder, name, inside))),
    ...namesIn(join(root, 'data/gateway-trust'))
      .filter((name) => name.startsWith('traffic-guardian-'))
      .map((name) => join('data/gateway-trust', name)),
    ...(withState ? [STATE_IN_CHECKOUT] : []),
    // Of a removal that was killed between the last file of a folder and the folder.
    ...OWN_PLACES.filter((place) => isFolder(join(root, place)) && !hasFiles(join(root, place))),
  ];
  return places.filter((place) => lstatSync(join(root, place), { throwIfNoEntry: false }) !== undefined);
}

/**
 * Removes leftovers, with the folders above them in which nothing else is.
 *
 * @throws GuardianError `state.file` at the first that cannot be removed; a removal that is repeated takes up there.
 */
export function removeLeftovers(root: string, places: readonly string[]): void {
  for (const place of places) {
    const path = join(root, place);
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (error) {
      throw fileError(path, error);
    }
  }
  for (const place of OWN_PLACES) {
    const path = join(root, place);
    const wasThere = places.includes(place) || isFolder(path);
    removeEmptyBelow(path);
    if (wasThere && !existsSync(path)) removeEmpty(root, dirname(path));
  }
  for (const above of ABOVE) {
    const isOurs = places.some((place) => place.startsWith(`${above}/`));
    if (isOurs && namesIn(join(root, above)).length === 0) rmdirIfPossible(join(root, above));
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function hasFiles(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => !entry.isDirectory());
}

/** Folders of ours in which nothing is any more; what else is in there is somebody's, or kept by git. */
function removeEmptyBelow(folder: string): void {
  if (!isFolder(folder)) return;
  for (const name of namesIn(folder)) removeEmptyBelow(join(folder, name));
  if (namesIn(folder).length === 0) rmdirIfPossible(folder);
}

/** A link to a folder elsewhere stays, and so does a folder that somebody has put something into by now. */
function rmdirIfPossible(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is empty: nothing of ours is in it.
  }
}
