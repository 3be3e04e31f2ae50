import { callControl } from '../sidecar/control/client.js';
import { MAX_AGENT_REQUEST_BYTES } from '../sidecar/gate/agent-gate.js';

/**
 * Hands a request of an agent group on to the sidecar, whose gate decides on it. The identity comes from the host that
 * carries the request, never from the request itself.
 *
 * @param params As it came; anything but a valid object is refused by the gate.
 * @throws ControlError as the gate refuses or the action fails, GuardianError `control.not_running` or
 *   `control.no_answer`.
 */
export function answerAgent(controlSocket: string, agent: string, action: string, params: unknown): Promise<unknown> {
  // In a list, so that it is text whatever it is.
  const bytes = Buffer.byteLength(JSON.stringify([params])) - 2;
  // What is too large is not carried, only told of, so that it is counted and audited like every other violation.
  const carried = bytes > MAX_AGENT_REQUEST_BYTES ? {} : { params };
  return callControl(controlSocket, 'agent-request', { agent, action: action.slice(0, 1024), bytes, ...carried });
}
