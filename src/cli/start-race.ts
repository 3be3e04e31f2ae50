import { setTimeout as delay } from 'node:timers/promises';
import type { StartFailure } from '../host/start-failure.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Context } from './context.js';

/** The other one has the port a moment before it answers. */
const ATTEMPTS = 30;
const POLL_MS = 50;

/**
 * Why a start really failed: of two that start at once, the slower finds the port taken, and the one who took it may be
 * the Traffic Guardian of the same state folder.
 */
export async function whoWonTheRace(failure: StartFailure, { guardian, state }: Context): Promise<GuardianError> {
  const running = new GuardianError({ code: 'sidecar.already_running', args: { home: state.home } });
  if (failure.reasonCode === running.code) return running;
  for (let attempt = 0; failure.reasonCode === 'sidecar.port_taken' && attempt < ATTEMPTS; attempt++) {
    if ((await guardian.pid()) !== undefined) return running;
    await delay(POLL_MS);
  }
  return failure;
}
