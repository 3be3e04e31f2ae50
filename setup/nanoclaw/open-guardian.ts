import { agentRequest } from '../../hooks/agent-request.js';
import { containerSpawn } from '../../hooks/container-spawn.js';
import { hostStart } from '../../hooks/host-start.js';
import { hostStop } from '../../hooks/host-stop.js';
import { readyForHostTraffic } from '../../src/nanoclaw/host-traffic.js';
import { NanoClawGuardian, type Host } from '../../src/nanoclaw/nanoclaw-guardian.js';
import { watchSessions, type GatewayRegistration } from '../../src/nanoclaw/gateway-seam.js';
import { forContainer, hostServices } from '../../hooks/container-spawn.js';
import { answerFile, isRequestFile } from '../../src/nanoclaw/request-files.js';
import { trafficCommands, type TrafficCommand } from '../../src/nanoclaw/traffic-commands.js';

/**
 * Everything that NanoClaw calls, for every generation of it: what is installed into a checkout only binds these to the
 * names that generation has. `setup/nanoclaw/host-hooks.d.ts` says the same to NanoClaw's compiler.
 */
export interface Hooks {
  /** Before anything of the host connects: nothing, unless the operator lets the host's own traffic through the Guardian. */
  beforeHost(): Promise<void>;
  hostStart(): Promise<void>;
  hostStop(): Promise<void>;
  /** @param args The `docker run` command line, changed in place. */
  containerSpawn(args: string[], group: string): Promise<void>;
  /** The commands for `ncl`. */
  readonly commands: readonly TrafficCommand[];
  /** Puts the Guardian in front of every registered gateway. */
  watchGateways(registrations: () => readonly GatewayRegistration[], dataFolder: string): void;
  /** Answers a request that came as a file; false when it is none of ours. */
  requestFile(data: unknown, group: string): Promise<boolean>;
}

export function openGuardian(host: Host): Hooks {
  const guardian = new NanoClawGuardian(host);
  return {
    beforeHost: () => readyForHostTraffic(guardian),
    hostStart: () => hostStart(guardian),
    hostStop: () => hostStop(guardian),
    containerSpawn: (args, group) => containerSpawn(guardian, group, args),
    commands: trafficCommands(
      (group, action, params) => agentRequest(guardian, group, action, params),
      guardian.controlSocket,
    ),
    watchGateways: (registrations, dataFolder) =>
      watchSessions(registrations(), {
        dataFolder,
        enabled: guardian.enabled,
        forContainer: (group, gateway) => forContainer(guardian, group, gateway),
        hostServices: (variables) => hostServices(guardian, variables),
      }),
    requestFile: async (data, group) => {
      if (!isRequestFile(data)) return false;
      await answerFile(host.root, group, data, (action, params) => agentRequest(guardian, group, action, params));
      return true;
    },
  };
}
