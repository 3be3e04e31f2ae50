import { afterEach, jest } from '@jest/globals';
import { execa, type ResultPromise } from 'execa';
import { fileURLToPath } from 'node:url';
import type { Home } from './homes.js';
import { until } from './until.js';

// Real processes on a machine that may be busy: time says nothing about what is tested.
jest.setTimeout(120_000);

/** The program as it is installed: one file starts in a third of the time of several hundred modules. */
export const MAIN = fileURLToPath(new URL('../../../skill/payload/cli/main.js', import.meta.url));

export interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly home?: Home;
  readonly env?: Record<string, string>;
  readonly input?: string;
}

/** The environment of this process without what could reach a Guardian of whoever runs the tests. */
export function environmentOf(home: Home | undefined, env: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return {
    PATH,
    HOME,
    // Without a home of its own, a test must not touch that of the user.
    NANOCLAW_TRAFFIC_GUARDIAN_HOME: home?.path ?? '/nonexistent/tg',
    ...env,
  };
}

/** Runs the program to its end. */
export async function program(args: readonly string[], { home, env, input }: RunOptions = {}): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [MAIN, ...args], {
    env: environmentOf(home, env),
    extendEnv: false,
    reject: false,
    timeout: 60_000,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
  return { exitCode, stdout, stderr };
}

/** A program that is running, with what it has printed so far. */
export interface Running {
  readonly child: ResultPromise<{ reject: false; extendEnv: false }>;
  readonly output: () => string;
  /** Waits until the output fits. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

const running: Running[] = [];

/** Starts the program and lets it run. */
export function launch(args: readonly string[], { home, env }: RunOptions = {}): Running {
  const child = execa(process.execPath, [MAIN, ...args], {
    env: environmentOf(home, env),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  }) as unknown as Running['child'];
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const output = (): string => text;
  const says = (pattern: RegExp) => until(`output ${pattern.source}`, () => pattern.exec(text) ?? undefined);
  const started = { child, output, says };
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const { child } of running.splice(0)) {
    child.kill('SIGKILL');
    await child;
  }
});
