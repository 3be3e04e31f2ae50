import { afterEach, expect, jest, test } from '@jest/globals';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SetupView } from '../../src/setup/setup-view.generated.js';
import { program } from '../cli/support/program.js';
import { checkoutOf, standIns } from '../install/stand-ins.js';
import { run } from '../support/run.js';

jest.setTimeout(300_000);

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

/** Runs the commands of a step that are for this machine. */
async function runs({ step }: SetupView): Promise<void> {
  for (const { where, command } of step.commands) {
    if (where === 'host') await run('bash', ['-c', command], { env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: '' } });
  }
}

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
