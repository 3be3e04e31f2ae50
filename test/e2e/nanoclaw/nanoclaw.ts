import { execa } from 'execa';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/free-port.js';
import { runSync } from '../../support/run.js';
import type { GatewayStub } from './gateway-stub.js';

const STAND_IN = fileURLToPath(new URL('./docker-stand-in.js', import.meta.url));
const CLAUDE = 'node_modules/@anthropic-ai/claude-agent-sdk-linux-x64/claude';

/** Why the test cannot run here; undefined when it can. */
export function whyNot(source: string | undefined): string | undefined {
  if (source === undefined) return 'NANOCLAW_SRC names no NanoClaw checkout';
  for (const file of ['package.json', 'node_modules/.bin/tsc', join('container/agent-runner', CLAUDE)]) {
    if (!existsSync(join(source, file)))
      return `${join(source, file)} is missing (pnpm install, and bun install in container/agent-runner)`;
  }
  for (const tool of ['bun', 'pnpm', 'git', 'curl', 'unshare']) {
    if (runSync('sh', ['-c', `command -v ${tool}`], { reject: false }).failed) return `${tool} is not installed`;
  }
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  if (runSync('unshare', [...user, '--mount', '--pid', '--fork', 'true'], { reject: false }).failed)
    return 'namespaces are not allowed here';
  return undefined;
}

/** A copy of a NanoClaw checkout, with a stand-in for docker and an agent group that is spoken to from a terminal. */
export class NanoClaw {
  readonly root: string;
  readonly #folder: string;
  readonly #env: Record<string, string>;
  #host: ChildProcess | undefined;
  log = '';

  constructor(source: string, gateway: GatewayStub) {
    this.#folder = mkdtempSync(join(tmpdir(), 'tg-e2e-'));
    this.root = join(this.#folder, 'nanoclaw');
    const skipped = new Set(['node_modules', '.git', 'dist', 'data', 'logs', 'store']);
    mkdirSync(this.root);
    for (const name of readdirSync(source).filter((each) => !skipped.has(each))) {
      cpSync(join(source, name), join(this.root, name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (file) => !file.endsWith('/agent-runner/node_modules'),
      });
    }
    symlinkSync(join(source, 'node_modules'), join(this.root, 'node_modules'));
    this.git('init', '-q');
    writeFileSync(join(this.root, '.git/info/exclude'), 'node_modules\n');
    this.git('add', '-A');
    this.git('-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com', 'commit', '-qm', 'as it was');
    this.#env = {
      PATH: `${join(this.#folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: this.#folder,
      TZ: 'UTC',
      ONECLI_URL: gateway.apiUrl,
      ONECLI_API_KEY: 'key-of-the-gateway-api',
      STAND_IN_STATE: join(this.#folder, 'docker'),
      STAND_IN_IMAGE: join(this.#folder, 'image'),
    };
    this.#makeImage(join(source, 'container/agent-runner'));
  }

  /** Changes against what it was, as git sees them. */
  status(): string {
    return this.git('status', '--porcelain', '--untracked-files=all');
  }

  git(...words: string[]): string {
    return runSync('git', words, { cwd: this.root }).stdout;
  }

  async run(command: string, ...words: string[]): Promise<string> {
    const { stdout } = await execa(command, words, {
      cwd: this.root,
      env: this.#env,
      timeout: 240_000,
      stdin: 'ignore',
    });
    return stdout;
  }

  /** Builds it as NanoClaw's own script does. */
  async build(): Promise<void> {
    await this.run('node_modules/.bin/tsc');
  }

  /** Lets the Guardian listen where nobody else does: other tests may use the usual port. */
  async useFreePort(): Promise<void> {
    const port = await freePort();
    const file = join(this.root, 'data/traffic-guardian/config.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as { listen: object };
    const changed = { ...config, listen: { ...config.listen, port }, proxyUrl: `http://host.docker.internal:${port}` };
    writeFileSync(file, JSON.stringify(changed));
  }

  /** Makes an agent group, wired to the terminal. */
  async makeGroup(): Promise<void> {
    if (existsSync(join(this.root, 'scripts/upgrade-state.ts'))) {
      await this.run('node_modules/.bin/tsx', 'scripts/upgrade-state.ts', 'set');
    }
    await this.run(
      'node_modules/.bin/tsx',
      'scripts/init-cli-agent.ts',
      '--display-name',
      'Eve',
      '--agent-name',
      'Andy',
    );
  }

  async start(): Promise<void> {
    this.log = '';
    const host = spawn('node', ['dist/index.js'], {
      cwd: this.root,
      env: { ...this.#env, LOG_LEVEL: 'debug' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [host.stdout, host.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.log += chunk.toString('utf8')));
    }
    this.#host = host;
    await this.until(() => this.log.includes('NanoClaw running'), 'the host runs');
  }

  /** Ends the host as a service would, and waits for it. */
  async stop(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    if (host?.exitCode !== null) return;
    host.kill('SIGTERM');
    await once(host, 'exit');
  }

  /** Says something and returns the first answer. */
  async chat(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(join(this.root, 'data/cli.sock'));
      const timer = setTimeout(() => {
        socket.destroy();
        reject(new Error(`no answer; the host said:\n${this.log.slice(-6_000)}`));
      }, 90_000);
      let heard = '';
      socket.once('error', reject);
      socket.once('connect', () => socket.write(`${JSON.stringify({ text })}\n`));
      socket.on('data', (chunk: Buffer) => {
        heard += chunk.toString('utf8');
        const line = heard.split('\n').find((each) => each.includes('"text"'));
        if (line === undefined) return;
        clearTimeout(timer);
        socket.destroy();
        resolve((JSON.parse(line) as { text: string }).text);
      });
    });
  }

  /** The command lines with which containers were started. */
  commandLines(): string[][] {
    const folder = this.#env['STAND_IN_STATE'] ?? '';
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { words: string[] }).words);
  }

  /** Processes that belong to this copy: their command line or working folder names it. */
  processes(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .flatMap((pid) => {
        try {
          const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
          return line.includes(this.#folder) ? [`${pid} ${line}`] : [];
        } catch {
          return [];
        }
      });
  }

  async until(condition: () => boolean, what: string, timeoutMs = 60_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`not in time: ${what}; the host said:\n${this.log.slice(-6_000)}`);
      await delay(50);
    }
  }

  async dispose(): Promise<void> {
    this.#host?.kill('SIGKILL');
    for (const line of this.processes()) {
      try {
        process.kill(Number(line.split(' ')[0]), 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    }
    await execa('rm', ['-rf', this.#folder], { reject: false });
  }

  #makeImage(runner: string): void {
    const image = this.#env['STAND_IN_IMAGE'] ?? '';
    const script = (file: string, text: string): void => {
      writeFileSync(file, `#!/bin/sh\n${text}\n`);
      chmodSync(file, 0o755);
    };
    mkdirSync(join(image, 'bin'), { recursive: true });
    mkdirSync(join(this.#folder, 'bin'));
    script(join(this.#folder, 'bin/docker'), `exec '${process.execPath}' '${STAND_IN}' "$@"`);
    script(join(image, 'bin/ncl'), 'exec bun /app/src/cli/ncl.ts "$@"');
    const bun = runSync('sh', ['-c', 'realpath "$(command -v bun)"']).stdout;
    cpSync(bun, join(image, 'bin/bun'), { mode: 0 });
    chmodSync(join(image, 'bin/bun'), 0o755);
    symlinkSync(join(runner, 'node_modules'), join(image, 'node_modules'));
    symlinkSync(join(runner, CLAUDE), join(image, 'claude'));
    writeFileSync(join(image, 'hosts'), '127.0.0.1 localhost host.docker.internal\n');
  }
}
