import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { join } from 'node:path';
import { temporaryHome, type Home } from './support/homes.js';
import { environmentOf } from './support/program.js';

/** The program as it is installed: one file, and nothing of ours beside it but its own folder. */
const BUNDLED = join(process.cwd(), 'build/skill/payload/cli/main.js');

async function bundled(home: Home, ...args: readonly string[]) {
  const options = { env: environmentOf(home), extendEnv: false, reject: false, timeout: 60_000 } as const;
  return execa(process.execPath, [BUNDLED, ...args], { ...options, stdin: 'ignore' });
}

test('the bundled program starts and stops in the background, and names itself in the walkthrough', async () => {
  const home = temporaryHome();
  expect(await bundled(home, 'start', '--json')).toMatchObject({ exitCode: 0 });
  const shown = await bundled(home, 'setup', '--step', 'preflight', '--json');
  expect(shown.stdout).toContain(`node ${BUNDLED} --home ${home.path} doctor`);
  expect(await bundled(home, 'stop')).toMatchObject({ exitCode: 0 });
});
