import type { Sidecar } from '../sidecar.js';
import { controlHandlers } from './handlers.js';
import { LastingControl } from './lasting-control.js';

/** Lets a sidecar be asked over its control socket. What is refused there is recorded. @throws GuardianError */
export function openControl(sidecar: Sidecar): Promise<LastingControl> {
  const { state, options, log, audit } = sidecar;
  return LastingControl.open(state, {
    path: state.controlSocket,
    handlers: controlHandlers(sidecar, options),
    onRefused: (code) => {
      log.warn({ code }, 'control request refused');
      // The gate for agents has recorded what it refused, with the group.
      if (!code.startsWith('agent.')) audit.record({ kind: 'control_refused', code });
    },
  });
}
