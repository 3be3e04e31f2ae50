import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Supervisor } from '../../host/supervisor.js';
import { loadConfig } from '../../sidecar/config.js';
import { ENV_PREFIX, PLACE_VARIABLES } from '../../sidecar/environment.js';
import { stateFolderAt } from '../../sidecar/state-folder.js';
import { GuardianError } from '../../text/guardian-error.js';
import type { Context } from '../context.js';
import { Guardian } from '../guardian.js';
import { sendThrough } from './send-through.js';
import { startEchoServer, type EchoServer } from './echo-server.js';

/** What a demonstration needs: a server to talk to, and a Guardian that lets it be reached. */
export interface DemoStage {
  readonly kind: 'running' | 'own';
  readonly guardian: Guardian;
  readonly echo: EchoServer;
  /** Ends what was started and removes what was made. */
  close(): Promise<void>;
}

/** The running Guardian if it lets a server on loopback be reached, otherwise one of its own that lives as long. */
export async function setDemoStage(context: Context): Promise<DemoStage> {
  return (await runningStage(context)) ?? (await ownStage(context.env));
}

async function runningStage({ guardian, configFile, state, env }: Context): Promise<DemoStage | undefined> {
  if ((await guardian.pid()) === undefined) return undefined;
  const echo = await startEchoServer(allowedPorts(configFile, state.home, env));
  if (echo === undefined) return undefined;
  // The configuration on disk need not be the one that is in use: only trying tells.
  const { localUrl } = await guardian.proxyUrl('demo');
  const probe = await sendThrough(localUrl, `http://${echo.address}/`, 'ping').catch(() => undefined);
  if (probe?.status === 200) return { kind: 'running', guardian, echo, close: () => echo.close() };
  await echo.close();
  return undefined;
}

/** Ports on loopback that agents may reach. */
function allowedPorts(configFile: string, home: string, env: NodeJS.ProcessEnv): number[] {
  try {
    const { allowHostServices } = loadConfig(configFile, home, env).settings;
    return allowHostServices.flatMap((entry) => /^127\.0\.0\.1:(\d+)$/.exec(entry)?.[1] ?? []).map(Number);
  } catch {
    return [];
  }
}

async function ownStage(env: NodeJS.ProcessEnv): Promise<DemoStage> {
  const echo = await startEchoServer([0]);
  if (echo === undefined) throw new GuardianError({ code: 'cli.demo.no_server', args: {} });
  const home = await mkdtemp(join(tmpdir(), 'tg-demo-'));
  const tidy = async (): Promise<void> => {
    await echo.close();
    await rm(home, { recursive: true, force: true });
  };
  try {
    const config = { listen: { host: '127.0.0.1', port: 0 }, allowHostServices: [echo.address] };
    await writeFile(join(home, 'config.json'), JSON.stringify(config), { mode: 0o600 });
    // Settings of the operator's own Guardian (its log folder, its CA bundle) must not reach this one.
    const others = Object.entries(env).filter(([name]) => !name.startsWith(ENV_PREFIX));
    const supervisor = await Supervisor.start({
      env: { ...Object.fromEntries(others), [ENV_PREFIX + PLACE_VARIABLES.home]: home },
      onEvent: () => undefined,
    });
    const guardian = new Guardian(stateFolderAt(home));
    const close = async (): Promise<void> => {
      await supervisor.stop();
      await tidy();
    };
    return { kind: 'own', guardian, echo, close };
  } catch (error) {
    await tidy();
    throw error;
  }
}
