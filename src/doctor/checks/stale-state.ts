import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../../sidecar/names-in.js';
import { readSupervision } from '../../sidecar/supervision.js';
import type { Check, Verdict } from '../check.js';
import { fail, ok, problemsOr, skip, warn } from '../verdict.js';

/** What a process that ended badly left behind. */
export const staleState: Check = {
  code: 'stale_state',
  run: ({ state, status, beingStarted }) => {
    const { home } = state;
    if (!existsSync(home)) return skip({ code: 'doctor.state.none', args: { home } });
    // The sockets of one that is started again are its own.
    if (status !== undefined || beingStarted !== undefined) return ok({ code: 'doctor.state.in_use', args: {} });
    const problems: Verdict[] = [];
    const record = readSupervision(state);
    const last = record?.crashes.at(-1);
    if (record?.state === 'gave_up' && last !== undefined) {
      const args = { crashes: record.crashes.length, detail: last.detail };
      problems.push(fail({ code: 'doctor.state.gave_up', args }, { code: 'doctor.state.gave_up_remedy', args: {} }));
    }
    const sockets = [state.controlSocket, state.watcherSocket, state.journalLock, state.sessionsLock];
    const left = [...sockets, ...temporaries(home)].filter((file) => existsSync(file));
    if (left.length > 0) {
      const args = { count: left.length, files: left.slice(0, 3).join(', ') };
      problems.push(warn({ code: 'doctor.state.left', args }, { code: 'doctor.state.left_remedy', args: {} }));
    }
    return problemsOr(problems, { code: 'doctor.state.clean', args: {} });
  },
};

/** Files that were being written when the process ended. */
function temporaries(home: string): string[] {
  return ['.', 'ca', 'keys'].flatMap((folder) => {
    const path = join(home, folder);
    if (!existsSync(path)) return [];
    // A folder of somebody else's is for `file_modes` to name.
    return namesIn(path)
      .filter((name) => /\.[0-9a-f]{12}\.tmp$/.test(name) || /^sock\.[0-9a-f]{6}$/.test(name))
      .map((name) => join(path, name));
  });
}
