import { lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs';
import { join, relative } from 'node:path';
import type { Check, Examined, Verdict } from '../check.js';
import { usualBundle } from '../../sidecar/ca/ca-bundle.js';
import { shellWord } from '../../text/shell-word.js';
import { fail, problemsOr, skip, warn } from '../verdict.js';

/** Entries that are looked at; a journal has at most some hundred files. */
const MAX_ENTRIES = 5_000;
/** Problems that are named one by one. */
const MAX_NAMED = 10;

/** Whether what the sidecar keeps belongs to this user and is closed to everybody else. */
export const fileModes: Check = {
  code: 'file_modes',
  run: (examined) => {
    const { home } = examined.state;
    const top = lstatSync(home, { throwIfNoEntry: false });
    if (top === undefined) return skip({ code: 'doctor.state.none', args: { home } });
    const entries = [home, ...entriesBelow(home)];
    const problems = entries.flatMap((path) => problemWith(path, examined));
    return problemsOr(problems.slice(0, MAX_NAMED), { code: 'doctor.modes.ok', args: { count: entries.length } });
  },
};

/** @throws the system error when the folder cannot be listed though it is this user's own. */
function entriesBelow(folder: string): string[] {
  const found: string[] = [];
  const folders = [folder];
  for (let each = folders.pop(); each !== undefined && found.length < MAX_ENTRIES; each = folders.pop()) {
    for (const entry of entriesOf(each)) {
      const path = join(each, entry.name);
      found.push(path);
      if (entry.isDirectory()) folders.push(path);
    }
  }
  return found.slice(0, MAX_ENTRIES);
}

/** Of a folder of somebody else's, what is in it need not be known: the folder itself is named. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (lstatSync(folder).uid === process.getuid?.()) throw error;
    return [];
  }
}

function problemWith(path: string, { state, settings, configFile }: Examined): Verdict[] {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  const file = relative(state.home, path) || '.';
  const me = process.getuid?.();
  if (me !== undefined && stat.uid !== me) {
    const args = { file, uid: String(stat.uid) };
    return [
      fail(
        { code: 'doctor.modes.owner', args },
        { code: 'doctor.modes.owner_remedy', args: { path: shellWord(path) } },
      ),
    ];
  }
  // What lies where bundles lie by default is one, also while the configuration names another place or is not valid.
  const isPublic = [state.caCertificate, usualBundle(state.home), settings?.caBundle].includes(path);
  if (stat.isSymbolicLink() || isPublic || (stat.mode & 0o077) === 0) return [];
  const args = { file, mode: modeOf(stat) };
  const mode = stat.isDirectory() ? '700' : '600';
  const remedy = { code: 'doctor.modes.remedy', args: { mode, path: shellWord(path) } } as const;
  // A folder above keeps others out all the same; the configuration is the operator's own file.
  const isMild = path === configFile || (path !== state.home && (lstatSync(state.home).mode & 0o077) === 0);
  const verdict = { code: 'doctor.modes.open', args } as const;
  return [isMild ? warn(verdict, remedy) : fail(verdict, remedy)];
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o777).toString(8).padStart(3, '0');
}
