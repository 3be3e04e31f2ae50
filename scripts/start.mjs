// `npm start` and `npm run demo` on a fresh clone: installs and builds whatever is missing or older than its source,
// then runs the program in this terminal. Uses nothing but Node itself, because nothing else may be there yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const installed = join(root, 'node_modules/.package-lock.json');
const built = join(root, 'build/.tsbuildinfo');

if (olderThan(installed, [join(root, 'package-lock.json')])) {
  step('Installing packages', ['ci', '--no-audit', '--no-fund']);
  touch(installed);
}
if (
  olderThan(built, [...sourcesIn('src'), ...sourcesIn('hooks'), ...sourcesIn('setup'), join(root, 'tsconfig.json')])
) {
  step('Building', ['run', '--silent', 'build']);
  touch(built);
}

const child = spawn(process.execPath, [join(root, 'build/src/cli/main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// The terminal sends Ctrl-C to the whole foreground group: this process only waits for the child to drain.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));

function step(title, args) {
  console.error(`${title} ...`);
  const result = spawnSync(npm, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (result.status === 0) return;
  console.error(`${title} failed. Run \`npm ${args.join(' ')}\` in ${root} to see why.`);
  process.exit(1);
}

function olderThan(target, sources) {
  if (!existsSync(target)) return true;
  const time = statSync(target).mtimeMs;
  return sources.some((source) => statSync(source).mtimeMs > time);
}

function sourcesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function touch(file) {
  if (existsSync(file)) utimesSync(file, new Date(), new Date());
}
