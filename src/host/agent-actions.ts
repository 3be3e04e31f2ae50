import { GuardianError } from '../text/guardian-error.js';

/**
 * What an agent may ask for, by the name under which it asks, and the control method that a host asks for instead. The
 * sidecar's gate decides what is answered; this only names it on the way there.
 */
export const AGENT_ACTIONS = {
  'traffic-status': 'status',
  'traffic-findings': 'findings',
  'traffic-check-config': 'check-config',
} as const;

export type AgentAction = keyof typeof AGENT_ACTIONS;

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
