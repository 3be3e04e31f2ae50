import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What NanoClaw calls as `docker` in the end-to-end test: the same command line, the same mounts and the same variables,
 * over namespaces of this machine and a root put together from its own folders. The network is the host's.
 *
 * STAND_IN_STATE: folder for process ids and command lines. STAND_IN_IMAGE: folder with `bin`, `node_modules`, `claude`.
 */
const state = process.env['STAND_IN_STATE'] ?? '';
const image = process.env['STAND_IN_IMAGE'] ?? '';
const containers = join(state, 'containers');
mkdirSync(containers, { recursive: true });

/** Options of `docker run` that stand alone; every other one takes the next word. */
const FLAGS = new Set(['--rm', '-i', '-t', '--init', '--read-only', '-d']);

const [command, ...words] = process.argv.slice(2);
switch (command) {
  case 'run':
    await run(words);
    break;
  case 'ps':
    for (const name of readdirSync(containers)) if (isAlive(name)) console.log(name);
    break;
  case 'stop':
  case 'kill':
  case 'rm':
    for (const name of words.filter((word) => readdirSync(containers).includes(word))) end(name);
    break;
  default:
    // info, network, image: whoever asks wants to know that it works.
    break;
}

async function run(given: readonly string[]): Promise<void> {
  const options: [string, string][] = [];
  let at = 0;
  for (; at < given.length; at++) {
    const word = given[at] ?? '';
    if (!word.startsWith('-')) break;
    if (FLAGS.has(word)) continue;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    if (equals !== -1) options.push([word.slice(0, equals), word.slice(equals + 1)]);
    else options.push([word, given[++at] ?? '']);
  }
  const all = (...names: string[]): string[] =>
    options.filter(([name]) => names.includes(name)).map(([, value]) => value);
  const name = all('--name')[0] ?? 'unnamed';
  const program = [...all('--entrypoint'), ...given.slice(at + 1)];
  writeFileSync(join(state, `${name}.json`), JSON.stringify({ words: given }, null, 2));
  const root = mkdtempSync(join(state, 'root-'));
  const variables = [
    'PATH=/opt/bin:/usr/local/bin:/usr/bin:/bin',
    'HOME=/home/node',
    'IS_SANDBOX=1',
    ...all('-e', '--env'),
  ];
  const script = [
    'set -e',
    `mount -t tmpfs tmpfs ${q(root)}`,
    `cd ${q(root)}`,
    'mkdir -p usr etc dev proc tmp home/node workspace/group app opt/bin pnpm',
    'for each in usr etc dev; do mount --rbind /$each $each; done',
    'for each in bin sbin lib lib64; do [ -e /$each ] && ln -s usr/$each $each; done',
    'mount -t proc proc proc',
    `mount --bind ${q(join(image, 'hosts'))} etc/hosts`,
    ...bind(join(image, 'bin'), '/opt/bin', true),
    ...bind(join(image, 'node_modules'), '/app/node_modules', true),
    ...bind(join(image, 'claude'), '/pnpm/claude', true),
    ...options.flatMap(([option, value]) => {
      if (option === '--tmpfs')
        return [`mkdir -p .${q(value.split(':')[0] ?? '')}`, `mount -t tmpfs tmpfs .${q(value.split(':')[0] ?? '')}`];
      if (option !== '-v' && option !== '--volume') return [];
      const [from = '', to = '', mode] = value.split(':');
      return bind(from, to, mode === 'ro');
    }),
    `exec chroot . /usr/bin/env -i ${variables.map(q).join(' ')} /bin/sh -c 'cd /workspace/group; exec "$@"' sh ${program.map(q).join(' ')}`,
  ].join('\n');
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const child = spawn('unshare', [...user, '--mount', '--pid', '--fork', '--kill-child', '/bin/sh', '-c', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  writeFileSync(join(containers, name), String(child.pid));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill('SIGKILL'));
  const code = await new Promise<number>((resolve) => child.once('close', (exit) => resolve(exit ?? 137)));
  rmSync(join(containers, name), { force: true });
  rmSync(root, { recursive: true, force: true });
  process.exitCode = code;
}

function bind(from: string, to: string, readOnly: boolean): string[] {
  const target = `.${q(to)}`;
  const isFolder = statSync(from).isDirectory();
  return [
    isFolder ? `mkdir -p ${target}` : `mkdir -p $(dirname ${target}); [ -e ${target} ] || : > ${target}`,
    `mount --bind ${q(from)} ${target}`,
    ...(readOnly ? [`mount -o remount,ro,bind ${target}`] : []),
  ];
}

function pidOf(name: string): number {
  return Number(readFileSync(join(containers, name), 'utf8'));
}

function isAlive(name: string): boolean {
  try {
    return process.kill(pidOf(name), 0);
  } catch {
    return false;
  }
}

function end(name: string): void {
  try {
    process.kill(pidOf(name), 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function q(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
