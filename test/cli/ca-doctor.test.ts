import { afterEach, expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, runSync } from '../support/run.js';
import { hasTool, testWith } from '../support/tools.js';
import { temporaryHome, type Home } from './support/homes.js';
import { environmentOf, program } from './support/program.js';

interface Trust {
  readonly fingerprint_sha256: string | null;
  readonly programs: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly now: Record<string, string | null>;
  }[];
}

const withCurl = testWith(hasTool('curl', ['--version']), 'curl');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A place where only Node and curl are: what else this machine has is not what is tested. */
function placeWith(...tools: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tg-bin-'));
  folders.push(folder);
  symlinkSync(process.execPath, join(folder, 'node'));
  for (const tool of tools) symlinkSync(runSync('which', [tool]).stdout, join(folder, tool));
  return folder;
}

async function startedHome(): Promise<Home> {
  const home = temporaryHome({ httpsInspection: { enabled: true } });
  expect(await program(['start'], { home })).toMatchObject({ exitCode: 0 });
  return home;
}

const verdicts = ({ programs }: Trust): Record<string, string> =>
  Object.fromEntries(
    programs.filter(({ verdict }) => verdict !== 'absent').map(({ name, verdict }) => [name, verdict]),
  );

withCurl('says who trusts the CA and who does not, shows its fingerprint, and changes nothing', async () => {
  const home = await startedHome();
  const bundle = join(home.path, 'ca/bundle.pem');
  const before = readdirSync(home.path, { recursive: true }).map(String).sort();
  const env = { PATH: placeWith('curl'), SSL_CERT_FILE: bundle, CURL_CA_BUNDLE: '/etc/ssl/certs/ca-certificates.crt' };
  const half = await program(['ca', 'doctor', '--json'], { home, env });
  expect(half).toMatchObject({ exitCode: 5, stderr: '' });
  const report = JSON.parse(half.stdout) as Trust;
  const ca = new X509Certificate(readFileSync(join(home.path, 'ca/ca.pem')));
  expect(report.fingerprint_sha256).toBe(ca.fingerprint256);
  expect(verdicts(report)).toEqual({ node: 'refused', curl: 'refused' });
  expect(report.programs.find(({ name }) => name === 'node')?.now).toEqual({ NODE_EXTRA_CA_CERTS: null });

  const all = { ...env, NODE_EXTRA_CA_CERTS: bundle, CURL_CA_BUNDLE: bundle };
  const whole = await program(['ca', 'doctor', '--json'], { home, env: all });
  expect(whole.exitCode).toBe(0);
  expect(verdicts(JSON.parse(whole.stdout) as Trust)).toEqual({ node: 'trusted', curl: 'trusted' });
  const grown = readdirSync(home.path, { recursive: true }).map(String).sort();
  expect(grown.filter((name) => !before.includes(name) && !name.startsWith('log'))).toEqual([]);
});

test('in a container one file does it, through the proxy that is named there, with nothing beside it', async () => {
  const home = await startedHome();
  const { stdout: url } = await program(['agents', 'url', 'research'], { home });
  const folder = placeWith();
  mkdirSync(join(folder, 'work'));
  const bundled = fileURLToPath(new URL('../../skill/payload/container/ca-doctor.mjs', import.meta.url));
  const env = { ...environmentOf(undefined, { PATH: folder, HTTPS_PROXY: url }), LANG: 'C' };
  const ended = await run(process.execPath, [bundled], { env, extendEnv: false, reject: false });
  expect(ended.exitCode).toBe(5);
  expect(ended.stdout).toContain('✗ node');
  expect(ended.stdout).toMatch(/sha256 Fingerprint=(?:[0-9A-F]{2}:){31}[0-9A-F]{2}\n/);
  expect(ended.stdout).not.toContain(new URL(url).password);
});

const withBun = testWith(hasTool('bun'), 'Bun');

withBun('Bun is tried, runs the check itself, and does in its own fetch as the check said', async () => {
  const home = await startedHome();
  const { stdout } = await program(['agents', 'env', 'research', '--json'], { home });
  const { environment } = JSON.parse(stdout) as { environment: Record<string, string> };
  const PATH = placeWith('bun');
  const bundled = fileURLToPath(new URL('../../skill/payload/container/ca-doctor.mjs', import.meta.url));
  const script = `await fetch('https://trust-check.traffic-guardian.invalid/').then(
    ({ status }) => console.log(status), ({ code }) => console.log(code))`;
  const asked = async (env: Record<string, string>): Promise<unknown> => {
    const options = { env: { ...env, PATH }, extendEnv: false, reject: false } as const;
    const checked = await run('bun', [bundled, '--json'], options);
    const fetched = await run('bun', ['-e', script], options);
    return { exit: checked.exitCode, fetched: fetched.stdout, ...verdicts(JSON.parse(checked.stdout) as Trust) };
  };
  expect(await asked(environment)).toEqual({ exit: 0, fetched: '200', node: 'trusted', bun: 'trusted' });
  // Bun knows SSL_CERT_FILE too; without either it trusts nobody but the authorities that it brings.
  expect(await asked({ ...environment, NODE_EXTRA_CA_CERTS: '', SSL_CERT_FILE: '' })).toMatchObject({
    exit: 5,
    node: 'refused',
    bun: 'refused',
  });
});

test('says so when the proxy is not the Guardian, or opens nothing', async () => {
  const home = temporaryHome({});
  expect(await program(['start'], { home })).toMatchObject({ exitCode: 0 });
  const ended = await program(['ca', 'doctor', '--json'], { home, env: { PATH: placeWith() } });
  expect(ended.exitCode).toBe(1);
  expect(JSON.parse(ended.stdout)).toMatchObject({ fingerprint_sha256: null, programs: [] });
  const wrong = await program(['ca', 'doctor', '--json'], { home, env: { HTTPS_PROXY: 'socks5://x' } });
  expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'ca.doctor.bad_proxy' } });
});
