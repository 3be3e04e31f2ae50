import { afterEach, describe, expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSync } from '../support/run.js';
import { hasTool, testWith } from '../support/tools.js';
import { temporaryHome, type Home } from './support/homes.js';
import { program } from './support/program.js';

interface Shown {
  readonly exists: boolean;
  readonly fingerprint_sha256: string;
  readonly random_art: readonly string[];
  readonly sealed_by: string;
  readonly files: { readonly certificate: string; readonly bundle: string };
  readonly retired: readonly { readonly fingerprint_sha256: string }[];
}

const withOpenssl = testWith(hasTool('openssl', ['version']), 'openssl');
const VARIABLES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'DENO_CERT',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'GIT_SSL_CAINFO',
];

async function json<T>(args: readonly string[], home: Home): Promise<T> {
  const { stdout, exitCode } = await program([...args, '--json'], { home });
  expect(exitCode).toBe(0);
  return JSON.parse(stdout) as T;
}

async function refused(args: readonly string[], home: Home): Promise<{ code: string; message: string }> {
  const { stdout, exitCode } = await program([...args, '--json'], { home });
  expect(exitCode).not.toBe(0);
  return (JSON.parse(stdout) as { error: { code: string; message: string } }).error;
}

const folders: string[] = [];
function outside(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tg-out-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('before there is a CA', () => {
  test.each([[['ca']], [['ca', 'show']]])('%j says how one comes to be, and makes nothing', async (args) => {
    const home = temporaryHome();
    const ended = await program(args, { home });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain('ca create');
    expect(ended.stdout).toContain('httpsInspection.enabled');
    expect(await json(args, home)).toEqual({ exists: false });
    expect(readdirSync(home.path)).toEqual(['config.json']);
  });

  test.each([
    ['export'],
    ['bundle'],
    ['rotate', '--yes'],
    ['rotate', '--drop-all'],
    ['trust-instructions', '--i-understand'],
  ])('ca %s fails, and makes nothing', async (...args) => {
    const home = temporaryHome();
    expect((await refused(['ca', ...args], home)).code).toBe('ca.absent');
    expect(readdirSync(home.path)).toEqual(['config.json']);
  });
});

describe('ca create and ca show', () => {
  withOpenssl('make it once, and show the line that openssl prints', async () => {
    const home = temporaryHome({ httpsInspection: { caDays: 42 } });
    const created = await json<Shown & { created: boolean; not_after: string }>(['ca', 'create'], home);
    expect(created).toMatchObject({ created: true, exists: true, sealed_by: 'machine', retired: [] });
    expect(Date.parse(created.not_after) - Date.now()).toBeCloseTo(42 * 86_400_000, -6);
    expect(await json(['ca', 'create'], home)).toEqual({ ...created, created: false });
    expect({ ...(await json<Shown>(['ca', 'show'], home)), created: true }).toEqual(created);
    const { certificate } = created.files;
    const printed = runSync('openssl', ['x509', '-in', certificate, '-noout', '-fingerprint', '-sha256']).stdout;
    const forPeople = await program(['ca'], { home });
    expect(forPeople.stdout.split('\n').map((line) => line.trim().toLowerCase())).toContain(printed.toLowerCase());
    for (const line of created.random_art) expect(forPeople.stdout).toContain(line);
    for (const file of Object.values(created.files)) expect(forPeople.stdout).toContain(file);
  });

  test('say when the end is near, and when it is past', async () => {
    const home = temporaryHome({ httpsInspection: { caDays: 20 } });
    expect((await program(['ca', 'create'], { home })).stdout).toContain('It expires at');
    const usual = temporaryHome();
    expect((await program(['ca', 'create'], { home: usual })).stdout).not.toContain('It expires');
  });

  test('know a passphrase from a secret of the machine, and refuse one that others can read', async () => {
    const home = temporaryHome();
    const file = join(home.path, 'passphrase');
    writeFileSync(file, 'correct horse battery staple', { mode: 0o644 });
    const env = { NANOCLAW_TRAFFIC_GUARDIAN_CA_PASSPHRASE_FILE: file };
    const exposed = await program(['ca', 'create', '--json'], { home, env });
    expect(JSON.parse(exposed.stdout)).toMatchObject({ error: { code: 'ca.passphrase_exposed' } });
    expect(existsSync(join(home.path, 'ca'))).toBe(false);
    rmSync(file);
    writeFileSync(file, 'correct horse battery staple', { mode: 0o600 });
    const { stdout } = await program(['ca', 'create', '--json'], { home, env });
    expect(JSON.parse(stdout)).toMatchObject({ created: true, sealed_by: 'passphrase' });
    expect(await json<Shown>(['ca', 'show'], home)).toMatchObject({ sealed_by: 'passphrase' });
  });
});

describe('ca export', () => {
  test('prints the certificate and nothing else', async () => {
    const home = temporaryHome();
    const { files, fingerprint_sha256: fingerprint } = await json<Shown>(['ca', 'create'], home);
    for (const args of [
      ['ca', 'export'],
      ['ca', 'export', '-'],
    ]) {
      const { stdout } = await program(args, { home });
      expect(`${stdout}\n`).toBe(readFileSync(files.certificate, 'utf8'));
      expect(new X509Certificate(stdout).fingerprint256).toBe(fingerprint);
    }
  });

  test('writes a file, the same again, but not over another one unless told to', async () => {
    const home = temporaryHome();
    const { files } = await json<Shown>(['ca', 'create'], home);
    const folder = outside();
    const before = statSync(folder).mode;
    const file = join(folder, 'guardian.pem');
    for (let time = 0; time < 2; time++) await json(['ca', 'export', file], home);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(files.certificate, 'utf8'));
    expect(statSync(file).mode & 0o777).toBe(0o644);
    // A folder of somebody else is left as it is.
    expect(statSync(folder).mode).toBe(before);
    writeFileSync(file, 'notes');
    expect((await refused(['ca', 'export', file], home)).code).toBe('ca.file_exists');
    expect(readFileSync(file, 'utf8')).toBe('notes');
    await json(['ca', 'export', file, '--force'], home);
    expect(new X509Certificate(readFileSync(file)).ca).toBe(true);
  });

  test('writes to nothing that is not a file', async () => {
    const home = temporaryHome();
    await json(['ca', 'create'], home);
    const { code } = await refused(['ca', 'export', '/dev/null', '--force'], home);
    expect(code).toBe('ca.not_a_file');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('ca bundle', () => {
  withOpenssl('writes one file that verifies what we sign and what the system trusts', async () => {
    const home = temporaryHome();
    const { files } = await json<Shown>(['ca', 'create'], home);
    const { stdout } = await program(['ca', 'bundle'], { home });
    const lines = stdout.split('\n');
    const [, path = '', count = ''] = /^# (.*) holds (\d+) certificates\.$/.exec(lines[0] ?? '') ?? [];
    expect(path).toBe(files.bundle);
    const pems = readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    expect(pems).toHaveLength(Number(count));
    expect(pems.length).toBeGreaterThan(50);
    expect(lines.slice(1)).toEqual(VARIABLES.map((name) => `export ${name}=${path}`));
    for (const pem of [readFileSync(files.certificate, 'utf8'), pems[0] ?? '']) {
      expect(runSync('openssl', ['verify', '-CAfile', path], { input: pem }).stdout).toBe('stdin: OK');
    }
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  test('can be read by a shell as it is printed', async () => {
    const home = temporaryHome();
    await json(['ca', 'create'], home);
    const file = join(outside(), "it's a bundle.pem");
    const { stdout } = await program(['ca', 'bundle', file], { home });
    const shell = runSync('sh', ['-c', `${stdout}\nprintf %s "$CURL_CA_BUNDLE"`]);
    expect(shell.stdout).toBe(file);
  });

  test('takes certificates out of configured files, and leaves a key that lies there', async () => {
    const home = temporaryHome({ trustedCaFiles: ['extra.pem'] });
    const other = temporaryHome();
    const { files } = await json<Shown>(['ca', 'create'], other);
    const extra = readFileSync(files.certificate, 'utf8');
    writeFileSync(
      join(home.path, 'extra.pem'),
      `${extra}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`,
    );
    await json(['ca', 'create'], home);
    const { bundle } = await json<{ bundle: string }>(['ca', 'bundle'], home);
    expect(readFileSync(bundle, 'utf8')).toContain(extra.trim());
    expect(readFileSync(bundle, 'utf8')).not.toContain('PRIVATE');
    rmSync(join(home.path, 'extra.pem'));
    expect((await refused(['ca', 'bundle'], home)).code).toBe('config.ca_file');
  });

  test('does not replace what is no bundle', async () => {
    const home = temporaryHome();
    await json(['ca', 'create'], home);
    const file = join(outside(), 'notes');
    writeFileSync(file, 'notes');
    expect((await refused(['ca', 'bundle', file], home)).code).toBe('ca.file_exists');
    await json(['ca', 'bundle', file, '--force'], home);
    await json(['ca', 'bundle', file], home);
    expect(readFileSync(file, 'utf8')).toContain('BEGIN CERTIFICATE');
  });
});

describe('no command writes to the trust store of the system', () => {
  test.each([
    ['export', '/etc/ssl/certs/traffic-guardian.pem'],
    ['export', '/usr/local/share/ca-certificates/traffic-guardian.crt'],
    ['bundle', '/etc/ssl/certs/ca-certificates.crt'],
    ['bundle', '/etc/pki/tls/certs/ca-bundle.crt'],
  ])('not ca %s %s, even with --force', async (command, file) => {
    const home = temporaryHome();
    await json(['ca', 'create'], home);
    const before = existsSync(file) ? readFileSync(file) : undefined;
    expect((await refused(['ca', command, file, '--force'], home)).code).toBe('ca.system_store');
    expect(existsSync(file) ? readFileSync(file) : undefined).toEqual(before);
  });

  test('not through a link, and not when the configuration names it', async () => {
    const folder = outside();
    mkdirSync(join(folder, 'a'));
    symlinkSync('/etc/ssl', join(folder, 'a', 'link'));
    const file = join(folder, 'a', 'link', 'traffic-guardian.pem');
    const home = temporaryHome({ caBundle: file });
    await json(['ca', 'create'], home);
    expect((await refused(['ca', 'bundle'], home)).code).toBe('ca.system_store');
    expect((await refused(['ca', 'rotate', '--yes'], home)).code).toBe('ca.system_store');
    expect(existsSync(file)).toBe(false);
  });

  test('the way there is told only after a warning, and only to who wants it', async () => {
    const home = temporaryHome();
    const { fingerprint_sha256: fingerprint } = await json<Shown>(['ca', 'create'], home);
    const warned = await program(['ca', 'trust-instructions'], { home });
    expect(warned).toMatchObject({ exitCode: 2, stdout: '' });
    expect(warned.stderr).toMatch(/^Warning: /);
    expect(warned.stderr).toContain('--i-understand');
    expect(warned.stderr).not.toMatch(/update-ca|certutil|security /);
    const told = await program(['ca', 'trust-instructions', '--i-understand'], { home });
    expect(told).toMatchObject({ exitCode: 0, stderr: '' });
    expect(told.stdout).toMatch(/^Warning: /);
    expect(told.stdout).toContain(fingerprint);
    const { instructions } = await json<{ instructions: { system: string; trust: string[]; undo: string[] }[] }>(
      ['ca', 'trust-instructions', '--i-understand'],
      home,
    );
    expect(instructions.map(({ system }) => system.split(/[ ,]/)[0])).toEqual([
      'Debian',
      'Fedora',
      'Alpine',
      'macOS',
      'Windows',
      'Windows',
      'Firefox',
    ]);
    // What is done under WSL is what is done on Linux, and said in words.
    const withCommands = instructions.filter(({ system }) => !system.includes('Subsystem'));
    expect(withCommands).toHaveLength(instructions.length - 1);
    for (const { trust, undo } of withCommands) expect(Math.min(trust.length, undo.length)).toBeGreaterThan(0);
  });
});

describe('ca rotate without a running Guardian', () => {
  test('does nothing without --yes but say what it would do', async () => {
    const home = temporaryHome();
    const before = await json<Shown>(['ca', 'create'], home);
    const ended = await program(['ca', 'rotate'], { home });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain('--yes');
    expect(await json(['ca', 'show'], home)).toMatchObject({ fingerprint_sha256: before.fingerprint_sha256 });
  });

  test('retires the old one, which stays in the bundle until it is dropped', async () => {
    const home = temporaryHome();
    const { fingerprint_sha256: old, files } = await json<Shown>(['ca', 'create'], home);
    const oldPem = readFileSync(files.certificate, 'utf8').trim();
    const rotated = await json<Shown & { in_use: string }>(['ca', 'rotate', '--yes'], home);
    expect(rotated).toMatchObject({ rotated: true, in_use: 'at-next-start', retired: [{ fingerprint_sha256: old }] });
    expect(rotated.fingerprint_sha256).not.toBe(old);
    expect(readFileSync(files.bundle, 'utf8')).toContain(oldPem);
    expect((await program(['ca', 'show'], { home })).stdout).toContain(old);
    // As somebody would type it who read it elsewhere.
    const typed = old.replaceAll(':', '').toLowerCase();
    expect(await json(['ca', 'rotate', '--drop', typed], home)).toMatchObject({ rotated: false, retired: [] });
    expect(readFileSync(files.bundle, 'utf8')).not.toContain(oldPem);
    expect((await refused(['ca', 'rotate', '--drop', `sha256 Fingerprint=${old}`], home)).code).toBe('ca.not_retired');
    expect((await refused(['ca', 'rotate', '--drop', 'AA:BB'], home)).code).toBe('cli.usage.fingerprint');
  });

  test('says so when there was none to drop, and audits nothing', async () => {
    const home = temporaryHome();
    await json(['ca', 'create'], home);
    const { exitCode, stdout } = await program(['ca', 'rotate', '--drop-all'], { home });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('no retired CA');
    expect(stdout).not.toContain('trusted no longer');
    expect((await program(['audit', 'show', '--json'], { home })).stdout).not.toContain('ca_rotated');
  });

  test('only adds to a bundle that is mounted somewhere: it stays the same file', async () => {
    const home = temporaryHome();
    const { files } = await json<Shown>(['ca', 'create'], home);
    await json(['ca', 'bundle'], home);
    const { ino } = statSync(files.bundle);
    const before = readFileSync(files.bundle, 'utf8');
    await json(['ca', 'rotate', '--yes'], home);
    expect(statSync(files.bundle).ino).toBe(ino);
    expect(readFileSync(files.bundle, 'utf8')).toBe(before + readFileSync(files.certificate, 'utf8'));
  });
});
