import { afterEach, jest } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import type { LivenessBounds } from '../../src/host/liveness.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { startGuardian, type Guardian } from '../support/guardian.js';
import { runSync } from '../support/run.js';

// Real processes on a machine that may be busy: time says nothing about what is tested.
jest.setTimeout(180_000);

/** A supervised sidecar process and a server that answers with what it gets. */
export interface Stage extends Guardian {
  readonly control: (method: string, params?: object) => Promise<unknown>;
  /** Sends a text through the proxy; the status, or undefined when there was no answer. */
  readonly send: (text: string, proxyUrl?: string) => Promise<number | undefined>;
}

const stages: Guardian[] = [];
const servers: EchoServer[] = [];

export async function stage(config: Config = {}, liveness?: LivenessBounds): Promise<Stage> {
  const echo = await startEchoServer([0]);
  if (echo === undefined) throw new Error('no port');
  servers.push(echo);
  const guardian = await startGuardian({ config: { allowHostServices: [echo.address], ...config }, liveness });
  stages.push(guardian);
  const ownUrl = await guardian.proxyUrl();
  return {
    ...guardian,
    control: (method, params) => callControl(join(guardian.home, 'control.sock'), method, params),
    send: async (text, proxyUrl = ownUrl) => {
      try {
        return (await sendThrough(proxyUrl, `http://${echo.address}/`, text)).status;
      } catch {
        return undefined;
      }
    },
  };
}

/** Every line of the findings journal, which has to be whole. */
export function journalLines({ logDir }: Pick<Guardian, 'logDir'>): { fingerprint?: string; snippet: string }[] {
  const folder = join(logDir, 'findings');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { snippet: string });
}

/** State of a process as `ps` shows it: T is stopped, empty is gone. */
export function processState(pid: number): string {
  return runSync('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false }).stdout;
}

afterEach(async () => {
  for (const guardian of stages.splice(0)) {
    const { pid } = guardian.supervisor;
    if (pid !== undefined && processState(pid).startsWith('T')) process.kill(pid, 'SIGCONT');
    await guardian.remove();
  }
  for (const server of servers.splice(0)) await server.close();
}, 120_000);
