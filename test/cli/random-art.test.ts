import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomArt } from '../../src/cli/words/random-art.js';
import { runSync } from '../support/run.js';
import { isInstalled, testWith } from '../support/tools.js';

const withSshKeygen = testWith(isInstalled('ssh-keygen'), 'ssh-keygen');

test('a picture that OpenSSH published', () => {
  // ssh-keygen -lv of an Ed25519 key, from the bartprokop/ssh-keys repository on GitHub.
  const digest = Buffer.from('dreFMQBoUhsBq+y9Q/CV/RLM1p2zeun0FvsZsO9xh5U', 'base64');
  expect(randomArt(digest, 'ED25519 256', 'SHA256')).toEqual([
    '+--[ED25519 256]--+',
    '|    .o+o...      |',
    '|    ..oo   .     |',
    '|    .o.= . .o.   |',
    '| ...  o * . ++  .|',
    '|  oo . .So. o+.E.|',
    '| . .o  ......o+o |',
    '|  ...    . .oo.=o|',
    '|    ..    ..o.+ *|',
    '|    ..     o..o=.|',
    '+----[SHA256]-----+',
  ]);
});

withSshKeygen('the pictures that ssh-keygen on this machine draws', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tg-art-'));
  try {
    for (let i = 0; i < 10; i++) {
      const file = join(folder, `key${i}`);
      runSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-b', '256', '-N', '', '-f', file]);
      const [, blob = ''] = readFileSync(`${file}.pub`, 'utf8').split(' ');
      const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest();
      const [, ...picture] = runSync('ssh-keygen', ['-lvf', `${file}.pub`]).stdout.split('\n');
      expect(randomArt(digest, 'ECDSA 256', 'SHA256')).toEqual(picture);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a bishop who never leaves his corner', () => {
  expect(randomArt(new Uint8Array(32), 'x', 'y')[1]).toMatch(/^\|E/);
  expect(randomArt(new Uint8Array(32).fill(255), 'x', 'y')[9]).toMatch(/E\|$/);
});
