import { rmSync } from 'node:fs';
import { authorityEnvironment, NODE_HONOURS_PROXY, proxyEnvironment } from '../host/container-environment.js';
import type { ProxyUrlAnswer } from '../sidecar/control/answers.js';
import { answers } from '../sidecar/control/checked-answers.js';
import { callControl } from '../sidecar/control/client.js';
import { writePrivateFile } from '../sidecar/state-folder.js';
import { messageOf } from '../text/unknown-error.js';
import type { NanoClawGuardian } from './nanoclaw-guardian.js';

/** The agent group under which the traffic of NanoClaw's host itself is seen. */
const HOST_GROUP = 'host';

/** Services on this machine, such as OneCLI, stay reachable: the Guardian takes nobody there (law 5). */
const LOCAL = 'localhost,127.0.0.1,::1,host.docker.internal';

/**
 * Writes down the variables with which the host has to be started so that its own traffic passes the Guardian, and says in
 * the host's log what of it does now. A running process cannot be changed: Node reads proxy variables and CAs when it
 * begins, and from no file (`--env-file` comes too late for both, seen on 20, 22 and 24).
 *
 * @throws GuardianError as the control socket and the state folder do.
 */
export async function offerHostTraffic({ settings, state, env, log }: NanoClawGuardian): Promise<void> {
  const file = state.hostVariables;
  if (!settings().hostTraffic) {
    rmSync(file, { force: true });
    return;
  }
  const answer = answers.proxyUrl(await callControl(state.controlSocket, 'proxy-url', { agent: HOST_GROUP }));
  const lines = Object.entries(hostVariables(answer)).map(([name, value]) => `${name}="${value}"\n`);
  writePrivateFile(file, lines.join(''));
  if (env['HTTPS_PROXY'] !== answer.localUrl || env[NODE_HONOURS_PROXY[0]] !== NODE_HONOURS_PROXY[1]) {
    log.warn('Traffic of this host itself is not watched: start it with the variables of hostTraffic', { file });
  } else if (honoursProxyVariables(process.versions.node)) {
    log.info('Traffic of this host itself is watched where Node honours its proxy variables', { group: HOST_GROUP });
  } else {
    log.warn('Traffic of this host itself is not watched: this Node does not honour proxy variables', {
      node: process.versions.node,
      wanted: '22.21 or 24',
    });
  }
}

/**
 * A host that was started with these variables finds the Guardian listening before its channels connect. Any other process
 * that loads the same module is left alone.
 */
export async function readyForHostTraffic(guardian: NanoClawGuardian): Promise<void> {
  const { env, log } = guardian;
  if (!isOfHost(env['HTTPS_PROXY'])) return;
  try {
    if (guardian.enabled() && guardian.settings().hostTraffic) await guardian.process.ready();
  } catch (error) {
    // Channels fail and try again; what keeps it from starting is said once more when the host has started.
    log.error('Traffic Guardian did not start before the channels', { reason: messageOf(error) });
  }
}

/** Whether `fetch`, `http` and `https` of a Node use proxy variables (https://nodejs.org/api/cli.html#node_use_env_proxy1). */
export function honoursProxyVariables(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

function hostVariables({ localUrl, caBundle }: ProxyUrlAnswer): Record<string, string> {
  const authorities = caBundle === undefined ? {} : authorityEnvironment(caBundle);
  return { ...proxyEnvironment(localUrl), ...authorities, NO_PROXY: LOCAL, no_proxy: LOCAL };
}

function isOfHost(proxy: string | undefined): boolean {
  return proxy !== undefined && URL.canParse(proxy) && new URL(proxy).username === HOST_GROUP;
}
