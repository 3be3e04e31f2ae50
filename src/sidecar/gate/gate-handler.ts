import { runningDigest } from '../digest/running-digest.js';
import { validatorOf } from '../../validation/validator.js';
import { accepted } from '../control/accepted.js';
import type { StatusAnswer } from '../control/answers.js';
import { aDayAgo } from '../control/digest-handlers.js';
import type { ControlHandler } from '../control/server.js';
import type { Sidecar } from '../sidecar.js';
import { findingsOfADay } from '../status.js';
import type { AgentAnswers } from './agent-actions.js';
import { AgentGate } from './agent-gate.js';
import { agentRequestSchema, type AgentRequest } from './agent-request.generated.js';
import { statusForGroup } from './group-view.js';

const validate = validatorOf<AgentRequest>(agentRequestSchema);

/** The control method by which the host hands on what agents ask. */
export function gateHandler(
  sidecar: Sidecar,
  { findings, checkConfig }: Pick<AgentAnswers, 'findings' | 'checkConfig'>,
): Record<string, ControlHandler> {
  const gate = new AgentGate({
    answers: {
      findings,
      checkConfig,
      status: async ({ agent, isAdmin }, { digest }): Promise<StatusAnswer> => {
        const whole = await sidecar.status();
        const status = isAdmin
          ? whole
          : statusForGroup(whole, agent, await findingsOfADay(sidecar.findingsFolder, agent));
        if (digest !== true) return status;
        const time = { since: aDayAgo(), ...(!isAdmin && { agent }) };
        return { ...status, digest_24h: await runningDigest(sidecar, time, status) };
      },
    },
    adminGroups: () => sidecar.settings.adminGroups,
    record: (event) => sidecar.audit.record(event),
  });
  return { 'agent-request': (params) => gate.answer(accepted(validate(params))) };
}
