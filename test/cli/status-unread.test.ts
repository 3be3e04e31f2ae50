import { expect, test } from '@jest/globals';
import { program } from './support/program.js';
import { temporaryHome } from './support/homes.js';
import { echoServer, sendAs } from './support/traffic.js';
import { until } from './support/until.js';

/** How a file of bzip2 begins; nothing here unpacks one. */
const BZIP2 = 'BZh91AY&SY';

test('status says where bytes could not be read, and why', async () => {
  const server = await echoServer();
  const home = temporaryHome({ allowHostServices: [server.address] });
  expect(await program(['start'], { home })).toMatchObject({ exitCode: 0 });
  await sendAs('packer', home, server, `${BZIP2}${'.'.repeat(64)}`);
  const shown = await until('the connection is counted', async () => {
    const { stdout } = await program(['status'], { home });
    return stdout.includes('unreadable') ? stdout : undefined;
  });
  expect(shown).toMatch(
    new RegExp(`${server.address.replaceAll('.', '\\.')} unreadable [^,]+ \\(packed file that cannot be unpacked\\)`),
  );
});
