import { validatorOf } from '../../validation/validator.js';
import type { Sidecar } from '../sidecar.js';
import { accepted, validateNothing } from './accepted.js';
import type { PauseAnswer, ReloadAnswer, ResumeAnswer } from './answers.js';
import { pauseRequestSchema, type PauseRequest } from './pause-request.generated.js';
import type { ControlHandler } from './server.js';

const validatePause = validatorOf<PauseRequest>(pauseRequestSchema);

/** What the operator does to a running sidecar. None of it is let through for an agent. */
export function operationHandlers(sidecar: Sidecar): Record<string, ControlHandler> {
  return {
    reload: async (params): Promise<ReloadAnswer> => {
      accepted(validateNothing(params));
      const { sha256Before, sha256, changed, restartNeeded } = await sidecar.reload();
      return { sha256_before: sha256Before, sha256, changed, restart_needed: restartNeeded };
    },
    pause: (params): PauseAnswer => {
      const { forSeconds, reason } = accepted(validatePause(params));
      const pause = sidecar.pause.start(forSeconds * 1000, reason);
      sidecar.log.warn({ pause }, 'inspection paused');
      sidecar.audit.record({ kind: 'monitoring_paused', until: pause.until, reason });
      return pause;
    },
    resume: (params): ResumeAnswer => {
      accepted(validateNothing(params));
      return { was_paused: sidecar.pause.resume() };
    },
  };
}
