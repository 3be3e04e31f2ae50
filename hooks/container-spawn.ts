import { containerEnvironment, type ContainerEnvironment } from '../src/host/container-environment.js';
import { callControl } from '../src/sidecar/control/client.js';
import { loadConfig } from '../src/sidecar/config.js';
import { configFileFrom, homeFrom } from '../src/sidecar/environment.js';
import { stateFolderAt } from '../src/sidecar/state-folder.js';
import { GuardianError } from '../src/text/guardian-error.js';

/**
 * A container is about to start: it gets the proxy with its group's own credential, and the one public bundle.
 *
 * @param group The agent group, as the host knows it.
 * @param upstream The proxy that the container would have been given without the Guardian, with its credential, which
 *   stays on the host; null for that of the configuration. What was set before stays when it is left out.
 * @returns undefined when the Guardian is switched off.
 * @throws GuardianError `control.not_running` when the sidecar is not there: the container must not start around it.
 */
export async function containerSpawn(
  env: NodeJS.ProcessEnv,
  group: string,
  upstream?: string | null,
): Promise<ContainerEnvironment | undefined> {
  const home = homeFrom(env);
  const { settings } = loadConfig(configFileFrom(env), home, env);
  if (!settings.enabled) return undefined;
  const { controlSocket } = stateFolderAt(home);
  if (upstream !== undefined) await callControl(controlSocket, 'set-upstream', { agent: group, url: upstream });
  const answer = await callControl(controlSocket, 'proxy-url', { agent: group });
  if (typeof answer !== 'object' || answer === null || !('url' in answer) || typeof answer.url !== 'string') {
    throw new GuardianError({ code: 'control.no_answer', args: { reason: 'malformed' } });
  }
  return containerEnvironment(answer.url, settings.httpsInspection.enabled ? settings.caBundle : undefined);
}
