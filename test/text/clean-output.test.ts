import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

test('what a library logs is not in the output that programs read', async () => {
  const module = pathToFileURL(join(process.cwd(), 'build/src/text/clean-output.js')).href;
  const script = `
    import { keepOutputClean } from ${JSON.stringify(module)};
    keepOutputClean();
    console.log('logged'); console.info('informed'); console.debug('debugged');
    process.stdout.write('answer');`;
  const { stdout, stderr } = await execa(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stdout).toBe('answer');
  expect(stderr).toBe('logged\ninformed\ndebugged');
});
