import {
  CA_VARIABLES,
  containerEnvironment,
  PROXY_VARIABLES,
  type ContainerEnvironment,
} from '../src/host/container-environment.js';
import { refuseEgressLockdown } from '../src/nanoclaw/egress-lockdown.js';
import { asReachedFromHost, type Gateway } from '../src/nanoclaw/gateway.js';
import { DockerArguments } from '../src/nanoclaw/docker-arguments.js';
import { placesToHide } from '../src/nanoclaw/hidden-state.js';
import { directHostServices } from '../src/nanoclaw/host-services.js';
import { gatewayCa } from '../src/nanoclaw/gateway-ca.js';
import { answers } from '../src/sidecar/control/checked-answers.js';
import { configuredLocale } from '../src/sidecar/configured-locale.js';
import { chooseLocale } from '../src/text/locale/choose.js';
import { ENGLISH } from '../src/text/locale/languages.js';
import { callControl } from '../src/sidecar/control/client.js';
import type { NanoClawGuardian } from '../src/nanoclaw/nanoclaw-guardian.js';

/**
 * A container is about to start: it gets the proxy with its group's own credential and the one public bundle. The
 * gateway's own proxy and credential are taken out of what it would have been given and stay with the sidecar.
 *
 * @param group The agent group, as the host knows it.
 * @param words The `docker run` command line; changed in place.
 * @throws GuardianError when the Guardian is not ready or cannot be used: the container must not start around it.
 */
export async function containerSpawn(guardian: NanoClawGuardian, group: string, words: string[]): Promise<void> {
  if (!guardian.enabled()) return;
  const command = new DockerArguments(words);
  const gateway = gatewayIn(command);
  const { variables, mount } = await forContainer(guardian, group, gateway);
  command.removeVariables(Object.keys(variables));
  const all = { ...variables, ...hostServices(guardian, command.variables()) };
  command.removeVariables(Object.keys(all));
  const options = Object.entries(all).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  // Docker mounts the deeper place last, whatever the order of the options.
  const hidden = placesToHide(command.mounts(), guardian.secretFolders()).flatMap((place) => [
    '--tmpfs',
    `${place}:ro`,
  ]);
  command.addOptions([
    ...options,
    ...hidden,
    ...(mount === undefined ? [] : ['-v', `${mount.source}:${mount.target}:ro`]),
  ]);
}

/**
 * What a container is to be given. With it, the group's traffic goes on to the gateway.
 *
 * @throws GuardianError as {@link containerSpawn}.
 */
export async function forContainer(
  { env, process, settings, controlSocket }: NanoClawGuardian,
  group: string,
  gateway: Gateway | undefined,
): Promise<ContainerEnvironment> {
  refuseEgressLockdown(env);
  await process.ready();
  const url = gateway === undefined ? null : await asReachedFromHost(gateway.proxyUrl);
  await callControl(controlSocket, 'set-upstream', { agent: group, url });
  const inspects = settings().httpsInspection.enabled;
  if (inspects && gateway?.caFile !== undefined) {
    await callControl(controlSocket, 'trust-gateway', { certificates: gatewayCa(gateway.caFile) });
  }
  const answer = answers.proxyUrl(await callControl(controlSocket, 'proxy-url', { agent: group }));
  return containerEnvironment(answer.url, inspects ? answer.caBundle : undefined, localeOf(env));
}

/** Agents answer their operator, whose language the container's own environment does not know. */
function localeOf(env: NodeJS.ProcessEnv): string | undefined {
  const { language, formats } = chooseLocale({ configured: configuredLocale(env), env });
  return language === ENGLISH ? undefined : formats;
}

/** Services on the host that the container was pointed at stay reachable, and it is said that they are not watched. */
export function hostServices(
  { log }: NanoClawGuardian,
  variables: readonly (readonly [string, string])[],
): Record<string, string> {
  const direct = directHostServices(variables);
  if (direct === undefined) return {};
  log.warn('Traffic Guardian does not see traffic to services on this host', { namedBy: direct.namedBy.join(', ') });
  return direct.variables;
}

function gatewayIn(command: DockerArguments): Gateway | undefined {
  const proxyUrl = PROXY_VARIABLES.map((name) => command.variable(name)).findLast((value) => value !== undefined);
  if (proxyUrl === undefined) return undefined;
  // Node's variable names the gateway's certificate alone; the others name it together with the system's.
  const place = CA_VARIABLES.map((name) => command.variable(name)).find((value) => value !== undefined);
  return { proxyUrl, caFile: place === undefined ? undefined : command.mountedFrom(place) };
}
