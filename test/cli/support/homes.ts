import { afterEach } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callControl } from '../../../src/sidecar/control/client.js';
import { codeOf } from '../../../src/text/unknown-error.js';
import { runSync } from '../../support/run.js';
import { until } from './until.js';

/** A state folder of a test, short enough for a socket; whatever runs on it is ended and it is removed afterwards. */
export interface Home {
  readonly path: string;
  readonly configFile: string;
  readonly socket: string;
}

const homes: Home[] = [];
const pids = new Set<number>();

/** @param config Content of config.json; by default any free port. */
export function temporaryHome(config: object = {}): Home {
  const path = mkdtempSync(join(tmpdir(), 'tg-'));
  const home = { path, configFile: join(path, 'config.json'), socket: join(path, 'control.sock') };
  homes.push(home);
  writeFileSync(home.configFile, JSON.stringify({ listen: { port: 0 }, ...config }));
  return home;
}

/** The running sidecar and the process that supervises it; both are ended after the test, whatever happens. */
export async function processesOf(home: Home): Promise<{ sidecar: number; supervisor: number }> {
  const { pid: sidecar } = (await callControl(home.socket, 'ping')) as { pid: number };
  const supervisor = Number(runSync('ps', ['-o', 'ppid=', '-p', String(sidecar)]).stdout);
  pids.add(sidecar);
  // An orphan's parent is somebody else's process, and so may be this one's.
  if (supervisor > 1 && supervisor !== process.pid) pids.add(supervisor);
  return { sidecar, supervisor };
}

/** Whether a process is there; one that ended and was not waited for yet is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const { stdout: state } = runSync('ps', ['-o', 'stat=', '-p', String(pid)]);
    return state !== '' && !state.startsWith('Z');
  } catch {
    return false;
  }
}

/** Ends a process, if it has not ended by itself meanwhile. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

afterEach(async () => {
  for (const home of homes.splice(0)) {
    // Known by their ids before they are asked, so that one that does not stop is ended all the same.
    if (existsSync(home.socket)) await processesOf(home).catch(() => undefined);
    // Supervisors end with a sidecar that stops in order, so asking is enough when somebody answers.
    const stopping = existsSync(home.socket) && (await callControl(home.socket, 'stop').catch(() => undefined));
    if (stopping) await until(`${home.path} stops`, () => !existsSync(home.socket) || undefined).catch(() => undefined);
    // Supervisors first: they would start a sidecar that is killed once more.
    for (const pid of [...pids].reverse()) kill(pid);
    pids.clear();
    rmSync(home.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});
