import { readSupervision } from '../sidecar/supervision.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Context } from './context.js';

/**
 * Says more than that it is not running, where there is more to say: it may have crashed a moment ago, or so often that
 * nobody starts it again.
 *
 * @throws GuardianError `supervisor.restarting`, `supervisor.starting` or `supervisor.gave_up`; or the error itself.
 */
export async function whyNotRunning(error: unknown, { guardian, state }: Context): Promise<never> {
  if (!(error instanceof GuardianError) || error.code !== 'control.not_running') throw error;
  const record = readSupervision(state);
  const last = record?.crashes.at(-1);
  if (record === undefined) throw error;
  const crashes = record.crashes.length;
  if (record.state === 'gave_up' && last !== undefined) {
    const { detail, at } = last;
    throw new GuardianError({ code: 'supervisor.gave_up', args: { crashes, detail, at } });
  }
  // A record alone may be that of a supervisor that was killed; only one that answers will start anything.
  if ((await guardian.watcher()) === undefined) throw error;
  if (last === undefined) throw new GuardianError({ code: 'supervisor.starting', args: {} });
  throw new GuardianError({ code: 'supervisor.restarting', args: { crashes, detail: last.detail } });
}
