import { callControl } from '../sidecar/control/client.js';

/**
 * The way to the Traffic Guardian. What comes back is not trusted: the tools check it against its schema.
 *
 * Rejects with GuardianError or ControlError, whose codes and messages are fit to be shown.
 */
export interface GuardianClient {
  call(method: string, params: object): Promise<unknown>;
}

/** Asks over the control socket, on the machine where the Guardian runs. */
export function controlSocketClient(path: string): GuardianClient {
  return { call: (method, params) => callControl(path, method, params) };
}
