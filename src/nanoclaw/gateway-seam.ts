import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CA_VARIABLES, PROXY_VARIABLES, type ContainerEnvironment } from '../host/container-environment.js';
import { replaceFile } from '../sidecar/state-folder.js';
import type { Gateway } from './gateway.js';

/**
 * The gateway seam of NanoClaw 2.4: a registered gateway says what a session gets, as data, before NanoClaw checks it.
 * Of its contract only what is used here is named; everything else is passed on as it came.
 */
export interface GatewayRegistration {
  readonly sessions: { ensure: EnsureSession };
}

export type EnsureSession = (input: SessionInput, signal: AbortSignal) => Promise<SessionLease>;

export interface SessionInput {
  readonly key: { readonly agentGroupId: string };
}

export interface SessionLease {
  readonly contribution: Contribution;
}

export interface Contribution {
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: readonly Mount[];
}

export interface Mount {
  readonly hostPath: string;
  readonly containerPath: string;
  /** NanoClaw's class of mounts; `gateway-trust` is public CA material. */
  readonly class?: string;
  readonly mode?: string;
  readonly groupScope?: string;
}

export interface SeamOptions {
  /** NanoClaw's `data` folder. */
  readonly dataFolder: string;
  readonly enabled: () => boolean;
  readonly forContainer: (group: string, gateway: Gateway | undefined) => Promise<ContainerEnvironment>;
  readonly hostServices: (variables: readonly (readonly [string, string])[]) => Readonly<Record<string, string>>;
}

const watched = new WeakSet<GatewayRegistration>();

/** Lets every registered gateway's sessions go through the Guardian; one that already does is left alone. */
export function watchSessions(registrations: readonly GatewayRegistration[], options: SeamOptions): void {
  for (const registration of registrations) {
    if (watched.has(registration)) continue;
    watched.add(registration);
    const { sessions } = registration;
    const ensure = sessions.ensure.bind(sessions);
    sessions.ensure = async function throughGuardian(input, signal) {
      const lease = await ensure(input, signal);
      if (!options.enabled()) return lease;
      return { ...lease, contribution: await inFront(lease.contribution, input.key.agentGroupId, options) };
    };
  }
}

async function inFront(contribution: Contribution, group: string, options: SeamOptions): Promise<Contribution> {
  const { env = {}, mounts = [] } = contribution;
  const { variables, mount } = await options.forContainer(group, gatewayOf(env, mounts));
  const own = { ...variables, ...options.hostServices(Object.entries(env).filter(([name]) => !(name in variables))) };
  return {
    ...contribution,
    env: { ...env, ...own },
    mounts: [
      ...mounts,
      ...(mount === undefined
        ? []
        : [
            {
              class: 'gateway-trust',
              hostPath: published(mount.source, options.dataFolder),
              containerPath: mount.target,
              mode: 'ro',
              groupScope: group,
            },
          ]),
    ],
    // The Guardian is a process on the host; NanoClaw refuses this with egress lockdown, as it should.
    ...{ networkAccess: { endpoint: 'host.docker.internal', target: { kind: 'host' } } },
  };
}

function gatewayOf(env: Readonly<Record<string, string>>, mounts: readonly Mount[]): Gateway | undefined {
  const proxyUrl = PROXY_VARIABLES.map((name) => env[name]).findLast((value) => value !== undefined);
  if (proxyUrl === undefined) return undefined;
  const place = CA_VARIABLES.map((name) => env[name]).find((value) => value !== undefined);
  return { proxyUrl, caFile: mounts.find(({ containerPath }) => containerPath === place)?.hostPath };
}

/** NanoClaw mounts public CA material from one folder only. Named by its content, so that no container sees it change. */
function published(bundle: string, dataFolder: string): string {
  const content = readFileSync(bundle);
  const folder = join(dataFolder, 'gateway-trust');
  const file = join(folder, `traffic-guardian-${createHash('sha256').update(content).digest('hex').slice(0, 16)}.pem`);
  mkdirSync(folder, { recursive: true });
  // Whole or not at all: half a bundle that a full disk left under this name would be mounted from then on.
  if (!existsSync(file)) replaceFile(file, content, 0o644);
  return file;
}
