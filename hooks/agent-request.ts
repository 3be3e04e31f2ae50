import { answerAgent } from '../src/host/agent-action.js';
import type { NanoClawGuardian } from '../src/nanoclaw/nanoclaw-guardian.js';

/**
 * An agent asks for one of the three read-only actions.
 *
 * @param group The asking agent group, bound by the host.
 */
export async function agentRequest(
  { controlSocket }: NanoClawGuardian,
  group: string,
  action: string,
  params: unknown,
): Promise<unknown> {
  return answerAgent(controlSocket, group, action, params);
}
