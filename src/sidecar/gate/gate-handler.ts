import { validatorOf } from '../../validation/validator.js';
import { accepted } from '../control/accepted.js';
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
      status: async ({ agent, isAdmin }) => {
        const status = await sidecar.status();
        return isAdmin ? status : statusForGroup(status, agent, await findingsOfADay(sidecar.findingsFolder, agent));
      },
    },
    adminGroups: () => sidecar.settings.adminGroups,
    record: (event) => sidecar.audit.record(event),
  });
  return { 'agent-request': (params) => gate.answer(accepted(validate(params))) };
}
