import type { Sidecar } from '../sidecar.js';
import { LineAllowance } from '../line-allowance.js';
import { controlHandlers } from './handlers.js';
import { LastingControl } from './lasting-control.js';

/** Lets a sidecar be asked over its control socket. What is refused there is recorded. @throws GuardianError */
export function openControl(sidecar: Sidecar): Promise<LastingControl> {
  const { state, options, log, audit } = sidecar;
  const lines = new LineAllowance();
  return LastingControl.open(state, {
    path: state.controlSocket,
    handlers: controlHandlers(sidecar, options),
    onRefused: (code) => {
      const leftOut = lines.take(code);
      if (leftOut !== undefined) {
        log.warn({ code, ...(leftOut === 0 ? {} : { left_out_before: leftOut }) }, 'control request refused');
      }
      // The gate for agents has recorded what it refused, with the group.
      if (!code.startsWith('agent.')) audit.record({ kind: 'control_refused', code });
    },
  });
}
