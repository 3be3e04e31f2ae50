import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WatchList } from '../../../src/detect/watch/watch-list.js';
import { readWatchedFiles, type WatchedFiles } from '../../../src/sidecar/watch/watched-files.js';
import { FINGERPRINT_KEY } from '../../support/detect.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tg-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function read(envFiles: string[], files: string[] = [], homes: Record<string, string[]> = {}): WatchedFiles {
  return readWatchedFiles({ envFiles, files, homes }, FINGERPRINT_KEY);
}

/** Names of what is found in a text. */
function namesIn(text: string, { entries }: WatchedFiles): string[] {
  const names: string[] = [];
  new WatchList(FINGERPRINT_KEY, { entries }).find(Buffer.from(text), ({ name }) => names.push(name));
  return names;
}

const ENV = `# a comment
ACME_TOKEN=kx8Qv2mZw41LsTq9
export QUOTED_SECRET="with spaces & 9 signs"   # and a comment
DATABASE_URL='postgres://app:Zk39fjQ2lw@db.internal/app'
NODE_ENV=production
PORT=3000
EMPTY=
PEM_KEY="-----BEGIN KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASC
-----END KEY-----"
`;

describe('a file of variables', () => {
  test('gives what is secret in it, by name', () => {
    const read1 = read([write('.env', ENV)]);
    expect(namesIn('token kx8Qv2mZw41LsTq9', read1)).toEqual(['ACME_TOKEN']);
    expect(namesIn('>with spaces & 9 signs<', read1)).toEqual(['QUOTED_SECRET']);
    expect(namesIn('the password is Zk39fjQ2lw', read1)).toEqual(['DATABASE_URL']);
    expect(namesIn('"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n"', read1)).toEqual(['PEM_KEY']);
    expect(namesIn('production 3000', read1)).toEqual([]);
  });

  test('gives a password with a hash in it also as shells, Docker and NanoClaw read it', () => {
    const lines = [
      'SHORT_KEY=Xy7#k29dLm!aaQ4',
      'LONG_KEY=kx8Qv2mZw41L#sTq9vv2',
      'SPACED_KEY=Pw93kdLq2vXz #comment',
      'TWICE_KEY=ab#cdefghij',
    ];
    const file = write('.env', [...lines, 'TWICE_KEY=Jq82mfLw01xz', 'KEY="a', 'IN_KEY=Zx91#qpLw83mv', '"'].join('\n'));
    const read1 = read([file]);
    expect(namesIn('Xy7#k29dLm!aaQ4', read1)).toEqual(['SHORT_KEY']);
    expect(namesIn('=kx8Qv2mZw41L#sTq9vv2;', read1)).toContain('LONG_KEY');
    expect(namesIn('=kx8Qv2mZw41L;', read1)).toEqual(['LONG_KEY']);
    expect(namesIn('=Pw93kdLq2vXz;', read1)).toEqual(['SPACED_KEY']);
    expect(namesIn('ab#cdefghij Zx91#qpLw83mv', read1)).toEqual([]);
    expect(read1.refused.filter(({ name }) => name === 'SHORT_KEY')).toEqual([]);
  });

  test('says what was not taken and why, by name alone', () => {
    const file = write('.env', ENV);
    expect(read([file]).refused).toEqual([
      { file, name: 'NODE_ENV', reason: 'common' },
      { file, name: 'PORT', reason: 'too_short' },
    ]);
  });

  test('gives the hosts of each', () => {
    const { entries } = read([write('.env', ENV)], [], { ACME_TOKEN: ['api.acme.com'] });
    expect(entries.map(({ name, expectedHosts }) => [name, expectedHosts])).toContainEqual([
      'ACME_TOKEN',
      ['api.acme.com'],
    ]);
    const withHosts = entries.filter(({ expectedHosts }) => expectedHosts.length > 0);
    expect(new Set(withHosts.map(({ name }) => name))).toEqual(new Set(['ACME_TOKEN']));
  });
});

describe('a file of another form', () => {
  test.each([
    [
      'credentials',
      '[default]\naws_secret_access_key = wJalrXUtnFEMI/K7MDENGbPxRfiCYzzqkeyv1\n',
      'wJalrXUtnFEMI/K7MDENGbPxRfiCYzzqkeyv1',
    ],
    ['service.json', '{"type": "service_account", "private_key_id": "5f2e91c07bd84a63"}', '5f2e91c07bd84a63'],
    ['.netrc', 'machine api.acme.com login me password Zk39fjQ2lw', 'Zk39fjQ2lw'],
    ['db_password', 'tr0ub4dor&3\n', 'tr0ub4dor&3'],
  ])('%s gives its secret under its own name', (name, content, secret) => {
    expect(namesIn(`x=${secret}`, read([], [write(name, content)]))).toEqual([name]);
  });

  test('with nothing secret in it is named', () => {
    const file = write('notes.txt', 'nothing secret in here at all\n');
    expect(read([], [file])).toEqual({
      entries: [],
      refused: [{ file, name: 'notes.txt', reason: 'too_regular' }],
      unreadable: [],
    });
  });

  test('that is no text is named', () => {
    const file = write('image.png', Buffer.from([0x89, 0x50, 0, 1]));
    expect(read([], [file]).refused).toEqual([{ file, name: 'image.png', reason: 'no_text' }]);
  });
});

test('what cannot be read is named with the reason', () => {
  const absent = join(folder, 'absent.env');
  const large = write('large.env', Buffer.alloc(1024 * 1024 + 1, 'a'));
  expect(read([absent, large, folder]).unreadable).toEqual([
    { file: absent, code: 'ENOENT' },
    { file: large, code: 'EFBIG' },
    { file: folder, code: 'EISDIR' },
  ]);
});

test('a device is named and not read, for its bytes never end', () => {
  expect(read(['/dev/zero'], ['/dev/zero']).unreadable).toEqual([
    { file: '/dev/zero', code: 'EINVAL' },
    { file: '/dev/zero', code: 'EINVAL' },
  ]);
});

test('nothing of a secret is in what is handed on', () => {
  const handedOn = JSON.stringify(read([write('.env', ENV)]));
  for (const secret of ['kx8Qv2mZ', 'Zk39fj', 'with spaces', 'MIIEvQ']) expect(handedOn).not.toContain(secret);
});
