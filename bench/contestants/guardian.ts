import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { V8_OPTIONS } from '../../src/host/spawn-sidecar.js';
import { Supervisor } from '../../src/host/supervisor.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import type { Origins } from '../stage/origins.js';
import { Program } from '../stage/program.js';
import { proxyRoute, type Contestant } from './contestant.js';

/** The real thing: a supervised sidecar over a state folder of its own. */
export interface Guardian extends Contestant {
  status(): Promise<Status>;
}

export interface GuardianOptions {
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  readonly origins: Origins;
  readonly inspect: boolean;
  readonly config?: Config;
  /** Runs the sidecar under `node --cpu-prof` and leaves its profiles here. */
  readonly profileFolder?: string | undefined;
}

export async function startGuardian(options: GuardianOptions): Promise<Guardian> {
  const { name, description, origins, inspect } = options;
  const home = join(options.folder, name);
  mkdirSync(home);
  const config: Config = {
    listen: { port: 0 },
    httpsInspection: { enabled: inspect },
    trustedCaFiles: [origins.authority.certificateFile],
    allowHostServices: [...origins.addresses],
    limits: { connections: 20_000, connectionsPerAgent: 10_000 },
    ...options.config,
  };
  writeFileSync(join(home, 'config.json'), JSON.stringify(config));
  const env = { ...process.env, NANOCLAW_TRAFFIC_GUARDIAN_HOME: home };
  const sidecar = await (options.profileFolder === undefined
    ? supervised(env)
    : profiled(env, join(options.profileFolder, name)));
  const state = stateFolderAt(home);
  const call = async <T>(method: string, params: object = {}): Promise<T> =>
    (await callControl(state.controlSocket, method, params)) as T;
  const { localUrl } = await call<{ localUrl: string }>('proxy-url', { agent: 'bench' });
  const { username, password, port } = new URL(localUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const authority = inspect ? readFileSync(state.caCertificate, 'utf8') : origins.authority.authority.certificatePem;
  return {
    name,
    description,
    role: 'ours',
    get pids() {
      return sidecar.pids();
    },
    route: (target) => proxyRoute(target, Number(port), authority, { authorization }),
    status: () => call<Status>('status'),
    stop: () => sidecar.stop(),
  };
}

interface RunningSidecar {
  pids(): number[];
  stop(): Promise<void>;
}

async function supervised(env: NodeJS.ProcessEnv): Promise<RunningSidecar> {
  const supervisor = await Supervisor.start({ env, onEvent: () => undefined });
  return {
    pids: () => (supervisor.pid === undefined ? [] : [supervisor.pid]),
    stop: () => supervisor.stop(),
  };
}

async function profiled(env: NodeJS.ProcessEnv, folder: string): Promise<RunningSidecar> {
  mkdirSync(folder, { recursive: true });
  const program = Program.start(
    new URL('../../src/sidecar/main.js', import.meta.url),
    {},
    { env, execArgv: [...V8_OPTIONS, '--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'] },
  );
  const message = await program.ask<{ kind: string; message?: string }>(undefined, 30_000);
  if (message.kind !== 'ready') throw new Error(`${fileURLToPath(import.meta.url)}: ${message.message ?? ''}`);
  return { pids: () => [program.pid], stop: () => program.stop() };
}
