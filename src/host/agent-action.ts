import { callControl } from '../sidecar/control/client.js';
import { GuardianError } from '../text/guardian-error.js';

/** What an agent may ask for: the three read-only actions and nothing else. */
export const AGENT_ACTIONS = {
  'traffic-status': 'status',
  'traffic-findings': 'findings',
  'traffic-check-config': 'check-config',
} as const;

export type AgentAction = keyof typeof AGENT_ACTIONS;

/**
 * Answers a request of an agent group. Its identity comes from the host that carries the request, never from the
 * request itself; findings are always those of the asking group.
 *
 * @throws GuardianError `agent.unknown_action`, or as the control socket answers.
 */
export async function answerAgent(
  controlSocket: string,
  agent: string,
  action: string,
  params: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (!isAgentAction(action)) {
    const known = Object.keys(AGENT_ACTIONS).join(', ');
    throw new GuardianError({ code: 'agent.unknown_action', args: { known } });
  }
  const own = action === 'traffic-findings' ? { ...params, agent } : params;
  return callControl(controlSocket, AGENT_ACTIONS[action], own);
}

/**
 * The action under which an agent asks for a method.
 *
 * @throws GuardianError `agent.unknown_action` when agents may not.
 */
export function actionOf(method: string): AgentAction {
  const found = Object.entries(AGENT_ACTIONS).find(([, each]) => each === method)?.[0];
  if (found !== undefined && isAgentAction(found)) return found;
  throw new GuardianError({ code: 'agent.unknown_action', args: { known: Object.keys(AGENT_ACTIONS).join(', ') } });
}

function isAgentAction(action: string): action is AgentAction {
  return Object.hasOwn(AGENT_ACTIONS, action);
}
