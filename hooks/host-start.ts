import { Supervisor, type SupervisorEvent } from '../src/host/supervisor.js';
import { loadConfig } from '../src/sidecar/config.js';
import { configFileFrom, homeFrom } from '../src/sidecar/environment.js';

/**
 * NanoClaw's host starts: the sidecar is started and awaited.
 *
 * @returns the running sidecar, or undefined when the configuration switches the Guardian off.
 * @throws GuardianError when it cannot start; the message says why.
 */
export async function hostStart(
  env: NodeJS.ProcessEnv,
  onEvent: (event: SupervisorEvent) => void,
): Promise<Supervisor | undefined> {
  const { settings } = loadConfig(configFileFrom(env), homeFrom(env), env);
  if (!settings.enabled) return undefined;
  return Supervisor.start({ env, onEvent });
}
