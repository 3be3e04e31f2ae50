import { describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesIn } from '../../src/sidecar/ca/ca-bundle.js';
import { ensureAuthority } from '../../src/sidecar/ca/ca-store.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import { temporaryHome, type Home } from '../cli/support/homes.js';
import { program } from '../cli/support/program.js';

/** A state folder with a CA, whose configuration wants the bundle at a place. */
async function wanting(caBundle: string, more: object = {}): Promise<Home> {
  const home = temporaryHome({ httpsInspection: { enabled: true }, caBundle, ...more });
  await ensureAuthority({ state: stateFolderAt(home.path), passphraseFile: undefined, validDays: 30 });
  return home;
}

describe('the place that the configuration gives the bundle', () => {
  test.each(['config.json', 'ca/authority.json', 'keys/machine.secret', 'ca/ca.pem'])(
    'is refused when it is that of %s, which stays as it was',
    async (name) => {
      const home = await wanting(name);
      const file = join(home.path, name);
      const before = readFileSync(file);
      for (const command of [['start'], ['run'], ['ca', 'rotate', '--yes'], ['ca', 'rotate', '--drop-all']]) {
        const { exitCode, stderr } = await program([...command, '--json'], { home });
        expect({ command, exitCode, stderr }).toMatchObject({ exitCode: 2 });
        expect(readFileSync(file)).toEqual(before);
      }
      const { stderr } = await program(['start'], { home });
      expect(stderr).toContain(`"caBundle" names ${file}, which is there already and is something else.`);
    },
  );

  test('is refused when the bundle would be read into itself', async () => {
    const home = await wanting('corporate.pem', { trustedCaFiles: ['corporate.pem'] });
    const file = join(home.path, 'corporate.pem');
    writeFileSync(file, readFileSync(join(home.path, 'ca/ca.pem')));
    expect((await program(['ca', 'rotate', '--yes'], { home })).exitCode).toBe(2);
    expect(certificatesIn(readFileSync(file, 'utf8'))).toHaveLength(1);
  });

  test('takes an earlier bundle, and at the usual place whatever a fault left there', async () => {
    const elsewhere = await wanting('shared/bundle.pem');
    for (const round of [1, 2]) {
      expect({ round, ...(await program(['ca', 'rotate', '--yes'], { home: elsewhere })) }).toMatchObject({
        exitCode: 0,
      });
    }
    const usual = await wanting('ca/bundle.pem');
    mkdirSync(join(usual.path, 'ca'), { recursive: true });
    writeFileSync(join(usual.path, 'ca/bundle.pem'), 'half a line');
    expect((await program(['ca', 'rotate', '--yes'], { home: usual })).exitCode).toBe(0);
    expect(certificatesIn(readFileSync(join(usual.path, 'ca/bundle.pem'), 'utf8')).length).toBeGreaterThan(1);
  });
});
