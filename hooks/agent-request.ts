import { answerAgent } from '../src/host/agent-action.js';
import { homeFrom } from '../src/sidecar/environment.js';
import { stateFolderAt } from '../src/sidecar/state-folder.js';

/**
 * An agent asks for one of the three read-only actions.
 *
 * @param group The asking agent group, bound by the host.
 */
export async function agentRequest(
  env: NodeJS.ProcessEnv,
  group: string,
  action: string,
  params: unknown,
): Promise<unknown> {
  return answerAgent(stateFolderAt(homeFrom(env)).controlSocket, group, action, params);
}
