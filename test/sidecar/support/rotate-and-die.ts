import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { rotateAuthority } from '../../../src/sidecar/ca/rotate.js';
import { stateFolderAt } from '../../../src/sidecar/state-folder.js';

/** Rotates the CA of a state folder and dies the hardest death after the step that is named. */
const [home = '', deadly = ''] = process.argv.slice(2);
await rotateAuthority(
  {
    state: stateFolderAt(home),
    passphraseFile: undefined,
    validDays: 100,
    bundle: (certificates) => appendFileSync(join(home, 'bundles'), `${certificates.length}\n`),
    onStep: (step) => {
      if (step === deadly) process.kill(process.pid, 'SIGKILL');
    },
  },
  { renew: true, drop: { kind: 'none' } },
);
