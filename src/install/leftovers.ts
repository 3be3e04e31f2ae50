import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_IN_CHECKOUT } from '../nanoclaw/place.js';
import { RESULTS_FOLDER } from '../nanoclaw/request-files.js';

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

/** Removes what installation, builds and runs left, and returns what it was. The state folder only when it is wanted. */
export function removeLeftovers(root: string, withState: boolean): string[] {
  const places = [
    ...FIXED,
    ...IN_EACH.flatMap(({ folder, inside }) => namesIn(join(root, folder)).map((name) => join(folder, name, inside))),
    ...namesIn(join(root, 'data/gateway-trust'))
      .filter((name) => name.startsWith('traffic-guardian-'))
      .map((name) => join('data/gateway-trust', name)),
    ...(withState ? [STATE_IN_CHECKOUT] : []),
  ];
  return places.filter((place) => {
    const path = join(root, place);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    rmSync(path, { recursive: true, force: true });
    return true;
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
