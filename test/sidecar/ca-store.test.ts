import { describe, expect, test } from '@jest/globals';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { issueLeaf, createLeafKey } from '../../src/proxy/certificates/leaf.js';
import { describeAuthority } from '../../src/sidecar/ca/ca-description.js';
import { ensureAuthority, openAuthority } from '../../src/sidecar/ca/ca-store.js';
import { readAuthorityFile } from '../../src/sidecar/ca/authority-file.js';
import { run, runSync } from '../support/run.js';
import { hasTool, testWith } from '../support/tools.js';
import { caFolder, filesWith, fingerprintIn, formsOf, passphraseFile, privateKeyOf } from './support/ca-folder.js';

const withOpenssl = testWith(hasTool('openssl', ['version']), 'openssl');

describe('the CA of an installation', () => {
  test('is made once and is the same ever after', async () => {
    const options = caFolder();
    const first = await openAuthority(options);
    const second = await openAuthority(options);
    expect([first.outcome, second.outcome]).toEqual(['created', 'opened']);
    expect(second.file).toEqual(first.file);
  });

  test('is the same one for all who ask for it at once', async () => {
    const options = caFolder();
    const opened = await Promise.all(Array.from({ length: 6 }, () => openAuthority(options)));
    expect(opened.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(new Set(opened.map(({ file }) => file.certificate)).size).toBe(1);
  });

  withOpenssl('has the fingerprint that openssl prints, and signs what openssl accepts to the letter', async () => {
    const options = caFolder();
    const { signer } = await openAuthority(options);
    const { stdout } = runSync('openssl', [
      ...['x509', '-in', options.state.caCertificate, '-noout', '-fingerprint', '-sha256', '-subject', '-dates'],
    ]);
    const ca = describeAuthority(options.state);
    expect(stdout).toContain(`Fingerprint=${ca?.fingerprint ?? '?'}\n`);
    expect(Date.parse(/notAfter=(.*)/.exec(stdout)?.[1] ?? '')).toBe(ca?.notAfter.getTime());
    const leaf = await issueLeaf('example.com', signer, await createLeafKey());
    const { stdout: verified } = runSync(
      'openssl',
      ['verify', '-x509_strict', '-CAfile', options.state.caCertificate],
      { input: leaf.certificatePem },
    );
    expect(verified).toBe('stdin: OK');
  });

  test('lies in files that only their owner can read, and its key in none of them', async () => {
    const options = caFolder();
    await openAuthority(options);
    const { state } = options;
    for (const file of [state.authority, state.machineSecret]) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(state.authority)).mode & 0o777).toBe(0o700);
    expect(filesWith(state.home, formsOf(await privateKeyOf(options)))).toEqual([]);
    expect(filesWith(state.home, [Buffer.from('PRIVATE KEY')])).toEqual([]);
    expect(readdirSync(dirname(state.authority)).sort()).toEqual(['authority.json', 'ca.pem']);
  });

  test('describes itself without its key', async () => {
    const options = caFolder();
    expect(describeAuthority(options.state)).toBeUndefined();
    expect(readdirSync(options.state.home)).toEqual([]);
    await ensureAuthority(options);
    rmSync(options.state.machineSecret);
    expect(describeAuthority(options.state)).toMatchObject({ secret: 'machine', retired: [] });
  });
});

describe('is refused, with a reason and a remedy', () => {
  test.each<[string, string, (authority: string, options: ReturnType<typeof caFolder>) => void]>([
    ['when its secret is another one', 'ca.key_unreadable', (_, { state }) => writeFileSync(state.machineSecret, 'x')],
    ['when its secret is gone', 'ca.key_unreadable', (_, { state }) => rmSync(state.machineSecret)],
    ['when only its certificate is left', 'ca.incomplete', (authority) => rmSync(authority)],
    ['when the file is empty', 'ca.file_damaged', (authority) => writeFileSync(authority, '')],
    ['when a key was added to the file', 'ca.file_damaged', (authority) => edit(authority, { colour: 1 })],
    ['when its certificate is none', 'ca.file_damaged', (authority) => edit(authority, { certificate: BROKEN })],
    ['when a retired one is none', 'ca.file_damaged', (authority) => edit(authority, { retired: [BROKEN] })],
  ])('%s', async (_what, code, harm) => {
    const options = caFolder();
    await openAuthority(options);
    harm(options.state.authority, options);
    await expect(openAuthority(options)).rejects.toMatchObject({ code });
  });

  test('when certificate and key are not a pair', async () => {
    const [one, other] = [caFolder(), caFolder()];
    await openAuthority(one);
    await openAuthority(other);
    edit(one.state.authority, { certificate: readFileSync(other.state.caCertificate, 'utf8') });
    await expect(openAuthority(one)).rejects.toMatchObject({ code: 'ca.file_damaged' });
  });

  test('when it has expired, naming the command that makes another', async () => {
    const options = caFolder({ validDays: 0 });
    await expect(openAuthority(options)).rejects.toMatchObject({
      code: 'ca.expired',
      message: expect.stringContaining('ca rotate --yes') as unknown,
    });
  });

  test('and nothing is made in its place', async () => {
    const options = caFolder();
    await openAuthority(options);
    writeFileSync(options.state.authority, '{}');
    await expect(openAuthority(options)).rejects.toMatchObject({ code: 'ca.file_damaged' });
    expect(readFileSync(options.state.authority, 'utf8')).toBe('{}');
  });
});

describe('sealed with a passphrase', () => {
  const PASSPHRASE = 'correct horse battery staple';

  test('it opens with that passphrase and with nothing else', async () => {
    const folder = caFolder();
    const options = { ...folder, passphraseFile: passphraseFile(folder, `${PASSPHRASE}\n`) };
    const { file } = await openAuthority(options);
    expect(file.secret).toBe('passphrase');
    expect(readdirSync(folder.state.home).sort()).toEqual(['ca', 'passphrase']);
    expect((await openAuthority(options)).outcome).toBe('opened');
    // An editor's line end, or none, is not part of it.
    passphraseFile(folder, `${PASSPHRASE}\r\n`);
    expect((await openAuthority(options)).file).toEqual(file);
    await expect(openAuthority(folder)).rejects.toMatchObject({ code: 'ca.passphrase_missing' });
    passphraseFile(folder, `${PASSPHRASE}!`);
    await expect(openAuthority(options)).rejects.toMatchObject({ code: 'ca.key_unreadable' });
    expect(filesWith(dirname(folder.state.authority), [Buffer.from(PASSPHRASE)])).toEqual([]);
  });

  test('a key of before is sealed again, once, and no longer opens with the secret of the machine', async () => {
    const folder = caFolder();
    await openAuthority(folder);
    const before = readAuthorityFile(folder.state)?.file;
    const key = await privateKeyOf(folder);
    const options = { ...folder, passphraseFile: passphraseFile(folder, PASSPHRASE) };
    expect((await openAuthority(options)).outcome).toBe('resealed');
    expect((await openAuthority(options)).outcome).toBe('opened');
    expect(readAuthorityFile(folder.state)?.file).toMatchObject({
      certificate: before?.certificate,
      secret: 'passphrase',
    });
    expect(await privateKeyOf(options)).toBe(key);
    await expect(openAuthority(folder)).rejects.toMatchObject({ code: 'ca.passphrase_missing' });
  });

  test.each([
    ['that others can read', 0o640, PASSPHRASE, 'ca.passphrase_exposed'],
    ['that is empty', 0o600, '\n', 'ca.passphrase_short'],
    ['that is too short', 0o600, 'seven77\n', 'ca.passphrase_short'],
  ])('a file %s is refused, and its content not repeated', async (_what, mode, content, code) => {
    const folder = caFolder();
    const file = passphraseFile(folder, content);
    chmodSync(file, mode);
    const opening = openAuthority({ ...folder, passphraseFile: file });
    await expect(opening).rejects.toMatchObject({ code, message: expect.stringContaining(file) as unknown });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('seven77') as unknown });
    expect(fingerprintIn(folder)).toBeUndefined();
  });

  test.each(['/nonexistent/passphrase', '/'])('%s cannot be one', async (file) => {
    const opening = openAuthority(caFolder({ passphraseFile: file }));
    await expect(opening).rejects.toMatchObject({ code: expect.stringMatching(/^ca\.passphrase_/) as unknown });
  });
});

test('a sidecar keeps nothing of the key that a memory dump of its heap could show', async () => {
  const options = caFolder();
  await ensureAuthority(options);
  const key = await privateKeyOf(options);
  // The process that opens the CA and goes on running; the one that made it was another.
  const script = `
    import { writeHeapSnapshot } from 'node:v8';
    import { openAuthority } from ${JSON.stringify(new URL('../../src/sidecar/ca/ca-store.js', import.meta.url).href)};
    import { stateFolderAt } from ${JSON.stringify(new URL('../../src/sidecar/state-folder.js', import.meta.url).href)};
    const state = stateFolderAt(${JSON.stringify(options.state.home)});
    globalThis.opened = await openAuthority({ state, passphraseFile: undefined, validDays: 100 });
    writeHeapSnapshot(state.home + '/heap');`;
  await run(process.execPath, ['--input-type=module', '-e', script]);
  expect(filesWith(options.state.home, formsOf(key))).toEqual([]);
  expect(filesWith(options.state.home, [Buffer.from('BEGIN CERTIFICATE')])).toContain('heap');
});

const BROKEN = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

function edit(file: string, change: object): void {
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...change }));
}
