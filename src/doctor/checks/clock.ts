import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check.js';
import { fail, ok, warn } from '../verdict.js';

/** Made later than this, so an earlier clock is wrong. */
const NOT_BEFORE = Date.UTC(2026, 10, 1);
/** Files of the future by more than this were written under another clock. */
const SLACK_MS = 5 * 60 * 1000;
/** systemd-timesyncd.service(8): there once the clock was set from the network. */
const SYNCHRONIZED = '/run/systemd/timesync/synchronized';

/** Whether the clock can be right: findings and certificates depend on it. Nobody is asked for the time. */
export const clock: Check = {
  code: 'clock',
  run: ({ now, state, settings }) => {
    const time = { time: now.toISOString() };
    const remedy = { code: 'doctor.clock.remedy', args: {} } as const;
    if (now.getTime() < NOT_BEFORE) return [fail({ code: 'doctor.clock.past', args: time }, remedy)];
    const folders = [
      state.home,
      ...(settings === undefined ? [] : [settings.logDir, join(settings.logDir, 'findings')]),
    ];
    const newest = Math.max(0, ...folders.flatMap(modificationTimes));
    if (newest > now.getTime() + SLACK_MS) {
      const args = { ...time, newest: new Date(newest).toISOString() };
      return [warn({ code: 'doctor.clock.jumped', args }, remedy)];
    }
    return ok({ code: existsSync(SYNCHRONIZED) ? 'doctor.clock.synchronized' : 'doctor.clock.ok', args: time });
  },
};

function modificationTimes(folder: string): number[] {
  try {
    return readdirSync(folder).map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  } catch {
    return [];
  }
}
