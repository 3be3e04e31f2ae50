import { afterEach, describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inOrder } from '../../src/install/apply.js';
import { generations } from '../../src/install/generations.js';
import { withInstalledHome } from '../../src/install/installed-home.js';
import { install, uninstall } from '../../src/install/install.js';
import { withLines, withoutLines } from '../../src/install/line-edit.js';
import { homeFrom } from '../../src/sidecar/environment.js';
import { program } from '../cli/support/program.js';
import { startGuardian } from '../support/guardian.js';
import { runSync } from '../support/run.js';
import { checkoutOf, standIns, treeOf, type Files } from './stand-ins.js';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function checkout(files: Files): string {
  const root = checkoutOf(files);
  roots.push(root);
  return root;
}

function put(root: string, dryRun = false): ReturnType<typeof install> {
  return install({ folder: root, env: {}, dryRun, inspectHttps: false, listen: '127.0.0.1' });
}

function thrownBy(action: () => unknown): { code?: string; message?: string } {
  try {
    action();
  } catch (error) {
    return error as { code: string; message: string };
  }
  return {};
}

const names = Object.keys(standIns) as (keyof typeof standIns)[];

describe.each(names)('NanoClaw %s', (name) => {
  const files: Files = standIns[name];

  test('is recognised by its seams, whatever version it claims', () => {
    const root = checkout({ ...files, 'package.json': '{ "name": "my-fork", "version": "0.0.1" }' });
    expect(put(root).generation).toBe(name);
  });

  test('has the same tree after a second installation, and the tree of before after a removal', async () => {
    const root = checkout(files);
    const before = treeOf(root);
    const first = put(root);
    const installed = treeOf(root);
    expect(put(root).changes).toEqual([]);
    expect(treeOf(root)).toEqual(installed);
    await uninstall({ folder: root, dryRun: false, keepData: false });
    expect(treeOf(root)).toEqual(before);
    expect(first.changes.length).toBeGreaterThan(0);
  });

  test('is left alone by a dry run, which shows exactly what an installation does', () => {
    const root = checkout(files);
    const before = treeOf(root);
    const { changes } = put(root, true);
    expect(treeOf(root)).toEqual(before);
    expect(put(root).changes).toEqual(changes);
  });

  test('gets only added lines in its own files', () => {
    const root = checkout(files);
    const edits = put(root).changes.filter(({ action }) => action === 'edit');
    const lines = generations.find((generation) => generation.name === name)?.lines ?? [];
    expect(edits.map(({ file }) => file).sort()).toEqual([...new Set(lines.map(({ file }) => file))].sort());
    for (const { diff = '' } of edits) expect(diff).not.toMatch(/^-[^-]/m);
    const added = edits.flatMap(({ diff = '' }) => diff.match(/^\+[^+].*$/gm) ?? []);
    expect(added.map((line) => line.slice(1).trim()).sort()).toEqual(lines.map(({ text }) => text).sort());
  });

  test('without one of its seams it is refused, with what is missing, and unchanged', () => {
    for (const seam of generations.find((generation) => generation.name === name)?.seams ?? []) {
      const text = files[seam.file] ?? '';
      const changed = seam.pattern === undefined ? undefined : text.replace(new RegExp(seam.pattern, 'gm'), '');
      const rest = Object.fromEntries(Object.entries(files).filter(([file]) => file !== seam.file));
      const root = checkout({ ...rest, ...(changed === undefined ? {} : { [seam.file]: changed }) });
      const before = treeOf(root);
      const error = thrownBy(() => put(root));
      // The newer shape without its newest seam may be a good older one.
      if (error.code === undefined) continue;
      expect(error.code).toMatch(/^install\.(?:unknown_shape|not_nanoclaw)$/);
      if (error.code === 'install.unknown_shape') expect(error.message).toContain(seam.what);
      expect(treeOf(root)).toEqual(before);
    }
  });

  test('is as before when a file cannot be written half way', () => {
    const root = checkout(files);
    // A file where a folder has to be.
    mkdirSync(join(root, 'container'), { recursive: true });
    writeFileSync(join(root, 'container/skills'), 'in the way');
    const before = treeOf(root);
    expect(thrownBy(() => put(root)).code).toBe('install.rolled_back');
    expect(treeOf(root)).toEqual(before);
  });
});

describe('an installation', () => {
  test('stands behind the options of a container that has no gateway', () => {
    const text = standIns['2.0']['src/container-runner.ts'].replace(/^.*(?:onecli|OneCLI).*\n/gm, '');
    const root = checkout({ ...standIns['2.0'], 'src/container-runner.ts': text });
    put(root);
    const lines = readFileSync(join(root, 'src/container-runner.ts'), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes('containerSpawn(args, agentGroup.id)'));
    expect(lines[at + 1]).toContain('// Override entrypoint');
  });

  test('finds the line of the gateway when there is no other place', () => {
    const text = standIns['2.0']['src/container-runner.ts'].replace(/^.*entrypoint.*\n/gim, '');
    const root = checkout({ ...standIns['2.0'], 'src/container-runner.ts': text });
    put(root);
    const lines = readFileSync(join(root, 'src/container-runner.ts'), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes('containerSpawn(args, agentGroup.id)'));
    expect(lines[at - 1]).toContain('OneCLI gateway applied');
  });

  test('is refused with egress lockdown, wherever that is set', () => {
    const root = checkout({ ...standIns['2.1'], '.env': 'ONECLI_URL=x\nNANOCLAW_EGRESS_LOCKDOWN="true"\n' });
    const before = treeOf(root);
    expect(thrownBy(() => put(root)).code).toBe('nanoclaw.egress_lockdown');
    expect(treeOf(root)).toEqual(before);
  });

  test('keeps a configuration that is there, and permissions of edited files', () => {
    const root = checkout({ ...standIns['2.1'], 'data/traffic-guardian/config.json': '{"enabled":false}' });
    chmodSync(join(root, 'src/container-runner.ts'), 0o640);
    const before = treeOf(root);
    put(root);
    const after = treeOf(root);
    expect(after['data/traffic-guardian/config.json']).toBe(before['data/traffic-guardian/config.json']);
    expect(after['src/container-runner.ts']).toMatch(/^640 /);
  });

  test('leaves a folder for data in which something else is, as open as NanoClaw would make it', async () => {
    const root = checkout(standIns['2.1']);
    put(root);
    // As open as every other folder of the checkout.
    const modeOf = (folder: string): number => statSync(join(root, folder)).mode & 0o777;
    expect(modeOf('data')).toBe(modeOf('src/modules/traffic-guardian'));
    expect(modeOf('data/traffic-guardian')).toBe(0o700);
    writeFileSync(join(root, 'data/v2.db'), '');
    await uninstall({ folder: root, dryRun: false, keepData: false });
    expect(readdirSync(join(root, 'data'))).toEqual(['v2.db']);
  });

  test('a removal that only says what it would do names all that it would delete', async () => {
    const root = checkout({ ...standIns['2.1'], 'groups/main/.claude-fragments/skill-traffic-guardian.md': 'x' });
    put(root);
    const before = treeOf(root);
    const said = await uninstall({ folder: root, dryRun: true, keepData: false });
    expect(said.leftovers).toEqual([
      'groups/main/.claude-fragments/skill-traffic-guardian.md',
      'data/traffic-guardian',
    ]);
    expect(treeOf(root)).toEqual(before);
    expect(await uninstall({ folder: root, dryRun: false, keepData: false })).toEqual(said);
  });

  test('has a file that ends without a line end as it was, after a removal', async () => {
    const files = { ...standIns['2.1'], 'src/modules/index.ts': "import './a.js';" };
    const root = checkout(files);
    const before = treeOf(root);
    put(root);
    expect(put(root).changes).toEqual([]);
    await uninstall({ folder: root, dryRun: false, keepData: false });
    expect(treeOf(root)).toEqual(before);
  });

  test('is not given an address to listen on that is none', () => {
    const root = checkout(standIns['2.1']);
    const before = treeOf(root);
    const options = { folder: root, env: {}, dryRun: false, inspectHttps: false, listen: 'docker0' };
    expect(thrownBy(() => install(options)).message).toContain('listen.host');
    expect(treeOf(root)).toEqual(before);
  });

  test('names the file of it that cannot be read, and what to do', async () => {
    const root = checkout(standIns['2.1']);
    rmSync(join(root, 'src/modules/index.ts'));
    mkdirSync(join(root, 'src/modules/index.ts'));
    const removal = uninstall({ folder: root, dryRun: false, keepData: false });
    await expect(removal).rejects.toMatchObject({ code: 'state.file' });
    await expect(removal).rejects.toThrow(join(root, 'src/modules/index.ts'));
    const file = uninstall({ folder: join(root, 'package.json'), dryRun: false, keepData: false });
    await expect(file).rejects.toMatchObject({ code: 'install.not_nanoclaw' });
  });

  test('leaves a skill that the fork keeps in git, and removes the rest', async () => {
    const root = checkout(standIns['2.1']);
    put(root);
    runSync('git', ['init', '-q'], { cwd: root });
    runSync('git', ['add', '.claude'], { cwd: root });
    const { changes } = await uninstall({ folder: root, dryRun: true, keepData: true });
    expect(changes.filter(({ file }) => file.startsWith('.claude/'))).toEqual([]);
    expect(changes.some(({ file }) => file === 'src/modules/traffic-guardian/index.ts')).toBe(true);
  });

  test('takes out what an older version of ours put there', () => {
    const lines = [{ file: 'f', text: "import './traffic-guardian/index.js';", places: [{ at: 'end' as const }] }];
    const old = "import './a.js';\nimport './traffic-guardian/main.js';\n";
    expect(withLines(old, lines)).toEqual({
      ok: true,
      text: "import './a.js';\nimport './traffic-guardian/index.js';\n",
    });
    expect(withoutLines(old)).toBe("import './a.js';\n");
  });
});

describe("a skill's folder that is the operator's own", () => {
  const CLONE = { 'SKILL.md': 'a clone', '.git/HEAD': 'ref: refs/heads/main', 'src/mine.ts': 'not committed yet' };
  const inFolder = Object.fromEntries(
    Object.entries(CLONE).map(([file, text]) => [`.claude/skills/add-traffic-guardian/${file}`, text]),
  );

  test.each(['a clone', 'a link to a clone'])('is not installed over, and outlives a removal: %s', async (kind) => {
    const root = checkout({ ...standIns['2.1'], ...(kind === 'a clone' ? inFolder : { '.claude/skills/x': '' }) });
    if (kind !== 'a clone') symlinkSync(checkout(CLONE), join(root, '.claude/skills/add-traffic-guardian'));
    const before = treeOf(root);
    expect(thrownBy(() => put(root)).code).toBe('install.skill_is_checkout');
    expect(treeOf(root)).toEqual(before);
    const barrel = join(root, 'src/modules/index.ts');
    writeFileSync(barrel, `${readFileSync(barrel, 'utf8')}import './traffic-guardian/index.js';\n`);
    await uninstall({ folder: root, dryRun: false, keepData: false });
    expect(treeOf(root)).toEqual(before);
  });
});

describe('an installation or a removal that is killed', () => {
  test('leaves no line that leads to a file that is not there', () => {
    const [before, after] = [Buffer.from('old'), Buffer.from('new')];
    const changes = [
      { file: 'goes', before, after: undefined },
      { file: 'gets a line', before, after },
      { file: 'is new', before: undefined, after },
    ];
    expect(inOrder(changes).map(({ file }) => file)).toEqual(['is new', 'gets a line', 'goes']);
  });

  test('is finished by the next one: what it was writing beside a file goes', async () => {
    const root = checkout(standIns['2.0']);
    const before = treeOf(root);
    for (const file of ['src/modules/index.ts', 'container/agent-runner/src/traffic-guardian.test.ts']) {
      mkdirSync(join(root, file, '..'), { recursive: true });
      writeFileSync(join(root, `${file}.traffic-guardian.tmp`), 'half a fi');
    }
    await uninstall({ folder: root, dryRun: false, keepData: false });
    expect(treeOf(root)).toEqual(before);
  });
});

test('folders that a killed removal left empty go with the next one, which says so', async () => {
  const root = checkout(standIns['2.0']);
  const before = treeOf(root);
  const folders = ['.claude/skills/add-traffic-guardian', 'src/modules/traffic-guardian'].map((each) =>
    join(root, each),
  );
  mkdirSync(join(folders[0]!, 'setup/nanoclaw'), { recursive: true });
  mkdirSync(folders[1]!);
  writeFileSync(join(folders[0]!, 'SKILL.md'), '');
  const { leftovers } = await uninstall({ folder: root, dryRun: false, keepData: false });
  expect(leftovers).toEqual(['src/modules/traffic-guardian']);
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false]);
  expect(treeOf(root)).toEqual(before);
});

describe('a state folder that .env names', () => {
  const elsewhere = (home: string): Files => ({
    ...standIns['2.0'],
    '.env': `ONECLI_URL=x\nNANOCLAW_TRAFFIC_GUARDIAN_HOME="${home}"\n`,
  });

  test('is the one that the installed program means, as the host does', () => {
    const installed = '.claude/skills/add-traffic-guardian/payload/cli/main.js';
    const named = pathToFileURL(join(checkout(elsewhere('/srv/guardian')), installed)).href;
    expect(homeFrom(withInstalledHome({}, named))).toBe('/srv/guardian');
    expect(homeFrom(withInstalledHome({ NANOCLAW_TRAFFIC_GUARDIAN_HOME: '/mine' }, named))).toBe('/mine');
    const usual = checkout(standIns['2.0']);
    const home = homeFrom(withInstalledHome({}, pathToFileURL(join(usual, installed)).href));
    expect(home).toBe(join(usual, 'data/traffic-guardian'));
  });

  test.each(['../state', 'data/elsewhere', '/absolute'])('gets the configuration (%s)', (written) => {
    const own = checkout({});
    const home = written === '/absolute' ? join(own, 'state') : written;
    const root = checkout(elsewhere(home));
    const folder = resolve(root, home);
    roots.push(folder);
    const { changes } = install({ folder: root, env: {}, dryRun: false, inspectHttps: true, listen: '127.0.0.1' });
    const config: unknown = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    expect(config).toMatchObject({ httpsInspection: { enabled: true } });
    expect(statSync(join(folder, 'config.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(root, 'data/traffic-guardian'))).toBe(false);
    expect(changes.map(({ file }) => resolve(root, file))).toContain(join(folder, 'config.json'));
    // One that is there is the operator's.
    expect(put(root).changes).toEqual([]);
  });

  test('is relative to the checkout, from wherever somebody asks', () => {
    const root = checkout(elsewhere('./state'));
    const installed = pathToFileURL(join(root, '.claude/skills/add-traffic-guardian/payload/cli/main.js')).href;
    expect(homeFrom(withInstalledHome({}, installed))).toBe(join(root, 'state'));
  });

  test.each(['whole', 'relative'])('keeps the Guardian from being removed while it runs there (%s)', async (kind) => {
    const guardian = await startGuardian({});
    const root = checkout(standIns['2.0']);
    const home = kind === 'whole' ? guardian.home : relative(root, guardian.home);
    writeFileSync(join(root, '.env'), `NANOCLAW_TRAFFIC_GUARDIAN_HOME=${home}\n`);
    put(root);
    const before = treeOf(root);
    const removal = uninstall({ folder: root, dryRun: false, keepData: false });
    await expect(removal).rejects.toMatchObject({ code: 'install.still_running' });
    expect(treeOf(root)).toEqual(before);
    await guardian.remove();
  });
});

describe('the commands', () => {
  test('say what they found and did, for people and as JSON', async () => {
    const root = checkout(standIns['2.0']);
    const shown = await program(['install', '--nanoclaw', root, '--dry-run']);
    expect(shown).toMatchObject({ exitCode: 0, stderr: '' });
    expect(shown.stdout).toContain("+import './traffic-guardian/index.js';");
    const done = await program(['install', '--nanoclaw', root, '--json']);
    expect(JSON.parse(done.stdout)).toMatchObject({ root, generation: '2.0', dryRun: false });
    const removed = await program(['uninstall', '--nanoclaw', root]);
    expect(removed.exitCode).toBe(0);
    expect((await program(['uninstall', '--nanoclaw', root])).stdout).toContain('Nothing to do');
  });

  test('a folder that is no NanoClaw is wrong usage', async () => {
    const root = checkout({ 'package.json': '{}' });
    const { exitCode, stdout } = await program(['install', '--nanoclaw', root, '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'install.not_nanoclaw' } });
  });
});
