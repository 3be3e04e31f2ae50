import { afterEach, expect, jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { startEchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import type { Finding } from '../../src/findings/finding.js';
import { confinementFlags } from '../../src/host/confinement.js';
import { sidecarProgram } from '../../src/host/sidecar-program.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import type { ProxyUrlAnswer } from '../../src/sidecar/control/answers.js';
import { callControl } from '../../src/sidecar/control/client.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';

jest.setTimeout(180_000);

/**
 * A real, confined sidecar process under which a module of the test lies (`node --import`): one that stands in for what
 * the machine does to a process.
 */
export interface Preloaded {
  readonly home: string;
  readonly logDir: string;
  readonly call: (method: string, params?: object) => Promise<unknown>;
  readonly status: () => Promise<Status>;
  readonly findings: () => Promise<Finding[]>;
  /** Sends a text through it, as an agent group of this name; the status. */
  readonly send: (text: string, agent?: string) => Promise<number>;
  /** What it said on its standard error. */
  readonly stderr: () => string;
  readonly stop: () => Promise<void>;
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
}, 60_000);

/**
 * @param module Compiled module of this folder, by its name.
 * @param more Configuration, beside what is always needed.
 */
export async function startPreloaded(module: string, more: Config = {}): Promise<Preloaded> {
  const echo = await startEchoServer([0]);
  if (echo === undefined) throw new Error('no port');
  ends.push(() => echo.close());
  const home = mkdtempSync(join(tmpdir(), 'tg-'));
  ends.push(async () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const config = { listen: { port: 0 }, allowHostServices: [echo.address], limits: { drainTimeoutMs: 1_000 }, ...more };
  writeFileSync(join(home, 'config.json'), JSON.stringify(config));
  const preload = fileURLToPath(new URL(`./${module}`, import.meta.url));
  const program = sidecarProgram();
  const env = { HOME: home, NANOCLAW_TRAFFIC_GUARDIAN_HOME: home };
  const flags = [...confinementFlags(program, env), `--allow-fs-read=${dirname(preload)}`, '--import', preload];
  const child = execa(process.execPath, [...flags, program], { ipc: true, reject: false, extendEnv: false, env });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const cut = setTimeout(() => child.kill('SIGKILL'), 40_000);
    await child;
    clearTimeout(cut);
  };
  ends.push(stop);
  expect(await child.getOneMessage()).toMatchObject({ kind: 'ready' });
  const call = (method: string, params: object = {}): Promise<unknown> =>
    callControl(stateFolderAt(home).controlSocket, method, params);
  const send = async (text: string, agent = 'tester'): Promise<number> => {
    const { localUrl } = (await call('proxy-url', { agent })) as ProxyUrlAnswer;
    return (await sendThrough(localUrl, `http://${echo.address}/`, text)).status;
  };
  return {
    home,
    logDir: join(home, 'log'),
    call,
    status: async () => (await call('status')) as Status,
    findings: async () => ((await call('findings', { limit: 1000 })) as { findings: Finding[] }).findings,
    send,
    stderr: () => stderr,
    stop,
  };
}
