import { afterEach, expect, jest, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE_TARGET, containerEnvironment } from '../../src/host/container-environment.js';
import type { SetupView } from '../../src/setup/setup-view.generated.js';
import { program } from '../cli/support/program.js';
import { until } from '../cli/support/until.js';
import { checkoutOf, standIns } from '../install/stand-ins.js';
import { originAuthority, startHttpsOrigin } from '../support/origin.js';
import { run } from '../support/run.js';
import { hasTool, testWith } from '../support/tools.js';
import { standInDocker } from './stand-in-docker.js';

jest.setTimeout(300_000);

const { PATH = '' } = process.env;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Asks for a step as somebody does who has only the Guardian's own checkout. */
async function asks(root: string, ...args: readonly string[]): Promise<SetupView> {
  const ended = await program(['setup', '--nanoclaw', root, '--json', ...args], {
    env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: '' },
  });
  if (ended.exitCode !== 0) throw new Error(ended.stdout);
  return JSON.parse(ended.stdout) as SetupView;
}

/** Runs the commands of a step that are for one place. @returns what each printed. */
async function runs({ step }: SetupView, wanted = 'host', env: Record<string, string> = {}): Promise<string[]> {
  const printed: string[] = [];
  for (const { where, command } of step.commands) {
    if (where !== wanted) continue;
    const { stdout } = await run('bash', ['-c', command], { env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: '', ...env } });
    printed.push(stdout);
  }
  return printed;
}

test('a folder that is no NanoClaw checkout is said to be none: nobody is led through another setup instead', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tg-no-checkout-'));
  folders.push(folder);
  const ended = await program(['setup', '--nanoclaw', folder, '--json']);
  expect(ended.exitCode).toBe(2);
  expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'install.not_nanoclaw' } });
});

test('the walkthrough installs into a NanoClaw checkout, and goes on with the program that was installed', async () => {
  const root = checkoutOf(standIns['2.1']);
  folders.push(root);
  const question = await asks(root, '--step', 'inspection');
  expect(question).toMatchObject({ place: 'nanoclaw', nanoclaw: root, step: { state: 'open' } });
  const ca = await asks(root, '--step', 'inspection', '--answer', 'https');
  // The installation makes a first configuration that fits the machine; half of one must not be in its way.
  expect(existsSync(join(root, 'data/traffic-guardian/config.json'))).toBe(false);
  await runs(ca);
  const compare = await asks(root);
  expect(compare.step.id).toBe('fingerprint');
  expect(compare.step.commands.at(-1)?.command).toMatch(
    /^docker run --rm -v \S+\/data\/traffic-guardian\/ca\/bundle\.pem:\/etc\/traffic-guardian\/ca-bundle\.pem:ro /,
  );
  const wire = await asks(root, '--step', 'fingerprint', '--answer', 'same');
  expect(wire.step).toMatchObject({ id: 'wire', problems: [{ code: 'setup.problem.not_installed' }] });
  await runs(wire);
  const config = JSON.parse(readFileSync(join(root, 'data/traffic-guardian/config.json'), 'utf8')) as object;
  expect(config).toMatchObject({ httpsInspection: { enabled: true }, proxyUrl: expect.any(String) as unknown });

  const installed = join(root, '.claude/skills/add-traffic-guardian/payload/cli/main.js');
  const { stdout } = await run('node', [installed, 'setup', '--json'], {
    env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: '' },
  });
  const restart = JSON.parse(stdout) as SetupView;
  expect(restart).toMatchObject({
    place: 'nanoclaw',
    step: { id: 'restart', problems: [{ code: 'setup.problem.not_running' }] },
  });
  expect(restart.step.commands.map(({ command }) => command)).toContain(
    `node ${installed} install --nanoclaw ${root} --groups all`,
  );
});

test('the walkthrough is about the state folder that .env names, before and after the installation', async () => {
  const root = checkoutOf({ ...standIns['2.1'], '.env': 'NANOCLAW_TRAFFIC_GUARDIAN_HOME=state-elsewhere\n' });
  const home = join(root, 'state-elsewhere');
  folders.push(root);
  const ca = await asks(root, '--step', 'inspection', '--answer', 'https');
  expect(ca).toMatchObject({ place: 'nanoclaw', step: { id: 'ca' } });
  await runs(ca);
  const compare = await asks(root);
  expect(compare.step.id).toBe('fingerprint');
  expect(existsSync(join(home, 'ca/bundle.pem'))).toBe(true);
  expect(existsSync(join(root, 'data/traffic-guardian'))).toBe(false);
  // What is to be typed next leads back to here.
  const [same] = compare.step.answers.filter(({ answer }) => answer === 'same');
  const wire = JSON.parse((await run('bash', ['-c', `${same?.command} --json`])).stdout) as SetupView;
  expect(wire).toMatchObject({ nanoclaw: root, step: { id: 'wire' } });
  await runs(wire);
  const installed = join(root, '.claude/skills/add-traffic-guardian/payload/cli/main.js');
  const { stdout } = await run('node', [installed, 'setup', '--json'], { env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: '' } });
  expect(JSON.parse(stdout)).toMatchObject({ place: 'nanoclaw', nanoclaw: root, step: { id: 'restart' } });
});

testWith(hasTool('curl'), 'curl')(
  'what is to be run in a container does there what it should, with its variables alone',
  async () => {
    const origin = await startHttpsOrigin((request, response) =>
      request.resume().once('end', () => response.end('thanks')),
    );
    const root = checkoutOf(standIns['2.1']);
    folders.push(root);
    const home = join(root, 'data/traffic-guardian');
    try {
      await runs(await asks(root, '--step', 'inspection', '--answer', 'https'));
      const compare = await asks(root);
      const [seen] = await runs(compare, 'container', { PATH: `${standInDocker(join(root, 'bin'), {})}:${PATH}` });
      expect(seen).toBe(compare.step.fingerprint);
      await runs(await asks(root, '--step', 'fingerprint', '--answer', 'same'));
      // As on a machine with Docker, but reached on loopback; the test's own server may be reached too.
      const trusted = join(root, 'origin.pem');
      writeFileSync(trusted, (await originAuthority()).certificatePem);
      const config = JSON.parse(readFileSync(join(home, 'config.json'), 'utf8')) as object;
      const allowed = { allowHostServices: [`localhost:${origin.port}`], trustedCaFiles: [trusted] };
      writeFileSync(
        join(home, 'config.json'),
        JSON.stringify({ ...config, ...allowed, listen: { port: 0 }, proxyUrl: undefined }),
      );
      const env = { NANOCLAW_TRAFFIC_GUARDIAN_HOME: home };
      expect(await program(['start'], { env })).toMatchObject({ exitCode: 0 });
      await asks(root, '--step', 'restart', '--answer', 'done');
      const url = (await program(['agents', 'url', 'research'], { env })).stdout;
      const { variables } = containerEnvironment(url, join(home, 'ca/bundle.pem'), 'ja');
      const inside = Object.entries(variables).map(
        ([name, value]) => [name, value === BUNDLE_TARGET ? join(home, 'ca/bundle.pem') : value] as const,
      );
      const docker = standInDocker(join(root, 'bin'), Object.fromEntries(inside));
      const proof = await asks(root, '--step', 'proof', '--proof-url', origin.url);
      expect(proof.step.commands[0]?.command).toMatch(/^docker exec .* curl -sS /);
      await runs(proof, 'container', { PATH: `${docker}:${PATH}` });
      const proved = await until('the canary', async () => {
        const view = await asks(root, '--step', 'proof');
        return view.step.state === 'done' ? view : undefined;
      });
      expect(proved.text).toContain('research');
    } finally {
      await program(['stop'], { env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: home } });
      await origin.close();
    }
  },
);
