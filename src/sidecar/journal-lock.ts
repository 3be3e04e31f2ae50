import { setTimeout as delay } from 'node:timers/promises';
import { GuardianError } from '../text/guardian-error.js';
import { ProcessLock } from './process-lock.js';
import { refuseSecond } from './refuse-second.js';
import type { StateFolder } from './state-folder.js';

/** Others have the lock for one write; a sidecar that starts meanwhile waits for it this long, in milliseconds. */
const WAIT_MS = 10_000;
const RETRY_MS = 25;

/**
 * Waits for the right to write the findings journal, which exactly one process has: for a sidecar that starts, and keeps
 * it until its end.
 *
 * @throws GuardianError `sidecar.already_running` when another sidecar has it, or somebody keeps it.
 */
export async function journalLockForSidecar(state: StateFolder): Promise<ProcessLock> {
  const deadline = performance.now() + WAIT_MS;
  while (performance.now() < deadline) {
    const lock = await ProcessLock.take(state.journalLock);
    if (lock !== undefined) return lock;
    await refuseSecond(state);
    await delay(RETRY_MS);
  }
  throw new GuardianError({ code: 'sidecar.already_running', args: { home: state.home } });
}
