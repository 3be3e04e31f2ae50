import { GuardianError } from '../text/guardian-error.js';
import { callControl } from './control/client.js';
import type { StateFolder } from './state-folder.js';

/** @throws GuardianError `sidecar.already_running` when a sidecar answers on a state folder. */
export async function refuseSecond(state: StateFolder): Promise<void> {
  try {
    await callControl(state.controlSocket, 'ping', {}, 2_000);
  } catch (error) {
    if (error instanceof GuardianError && error.code === 'control.not_running') return;
  }
  throw new GuardianError({ code: 'sidecar.already_running', args: { home: state.home } });
}
