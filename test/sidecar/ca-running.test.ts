import { afterEach, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/sidecar/config.generated.js';
import { ensureAuthority } from '../../src/sidecar/ca/ca-store.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { program } from '../cli/support/program.js';
import { curl } from '../support/curl.js';
import { startGuardian, type Guardian } from '../support/guardian.js';
import { startHttpsOrigin, type Origin } from '../support/origin.js';
import { caFolder, filesWith, formsOf, privateKeyOf } from './support/ca-folder.js';

/** How long the origin takes for each answer: long enough that a rotation falls between many requests. */
const ANSWER_MS = 60;

let guardian: Guardian | undefined;
let origin: Origin | undefined;

async function start(config: Config = {}, home?: string): Promise<Guardian> {
  guardian = await startGuardian({ config, ...(home === undefined ? {} : { home }) });
  return guardian;
}

async function startInspecting(): Promise<{ running: Guardian; url: string }> {
  origin = await startHttpsOrigin((request, response) => {
    setTimeout(() => response.end(`hello ${request.url}`), ANSWER_MS);
  });
  const running = await start({
    httpsInspection: { enabled: true, pinnedForMinutes: 1 },
    allowHostServices: [`localhost:${origin.port}`],
  });
  return { running, url: origin.url };
}

const rotate = ({ home }: Guardian, ...more: string[]) =>
  program(['ca', 'rotate', '--yes', '--json', ...more], { home: { path: home, configFile: '', socket: '' } });

const codes = ({ warnings }: Status): string[] => warnings.map(({ code }) => code);

afterEach(async () => {
  await guardian?.remove();
  await origin?.close();
  guardian = origin = undefined;
});

describe('while a Guardian is running, its CA is rotated', () => {
  test('and no client that trusts the bundle notices: neither kept connections nor new ones', async () => {
    const { running, url } = await startInspecting();
    const proxy = await running.proxyUrl();
    const trusting = ['--cacert', running.bundle];
    const count = 100;
    const urls = Array.from({ length: count }, (_, i) => `${url}/${i}`);
    const kept = curl(proxy, [...trusting, '--write-out', '|%{http_code} %{num_connects}|', ...urls]);
    let over = false;
    const fresh: Promise<unknown>[] = [];
    const opening = (async () => {
      while (!over) {
        fresh.push(curl(proxy, [...trusting, `${url}/new`]));
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    })();
    const before = (await running.status()).ca_fingerprint_sha256;
    const rotated = await rotate(running);
    expect(rotated).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(rotated.stdout)).toMatchObject({ in_use: 'now', retired: [{ fingerprint_sha256: before }] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    over = true;
    await opening;
    const { exitCode, body, stderr } = await kept;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const answers = [...body.toString().matchAll(/hello \/(\d+)\|(\d+) (\d)/g)].map(([, ...each]) => each.map(Number));
    // One connection for all of them: the first request made it, and it outlived the rotation.
    expect(answers).toEqual(urls.map((_, i) => [i, 200, i === 0 ? 1 : 0]));
    expect(fresh.length).toBeGreaterThan(3);
    for (const each of fresh) expect(await each).toMatchObject({ exitCode: 0, status: 200 });
    const after = await running.statusWhen(({ coverage }) => coverage.connections > fresh.length);
    expect(after.pinned).toEqual([]);
    expect(after.ca_fingerprint_sha256).not.toBe(before);
    expect(after.coverage.outcomes['inspected']?.connections).toBe(fresh.length + 1);
  });

  test('and signs with the new one alone from then on, after a restart too', async () => {
    const { running, url } = await startInspecting();
    const state = stateFolderAt(running.home);
    const oldCa = join(running.home, 'old-ca.pem');
    writeFileSync(oldCa, readFileSync(state.caCertificate));
    const proxy = await running.proxyUrl();
    expect(await curl(proxy, ['--cacert', oldCa, url])).toMatchObject({ status: 200 });
    await rotate(running);
    const { ca_fingerprint_sha256: fingerprint } = await running.status();
    expect(await curl(proxy, ['--cacert', state.caCertificate, url])).toMatchObject({ status: 200 });
    // Exit code 60: the certificate is signed by nobody whom this client knows.
    expect(await curl(proxy, ['--cacert', oldCa, url])).toMatchObject({ exitCode: 60 });
    await running.stop();
    const again = await start({ httpsInspection: { enabled: true } }, running.home);
    expect((await again.status()).ca_fingerprint_sha256).toBe(fingerprint);
  });

  test('and its keys are in no file, log or answer', async () => {
    const { running } = await startInspecting();
    const options = { state: stateFolderAt(running.home), passphraseFile: undefined, validDays: 1 };
    const keys = [await privateKeyOf(options)];
    const { stdout, stderr } = await rotate(running);
    keys.push(await privateKeyOf(options));
    const answers = JSON.stringify(await running.status()) + stdout + stderr;
    await running.stop();
    writeFileSync(join(running.home, 'answers'), answers);
    expect(filesWith(running.home, [...keys.flatMap(formsOf), Buffer.from('PRIVATE KEY')])).toEqual([]);
  });

  test('one that cannot be read leaves the one of before in use', async () => {
    const { running, url } = await startInspecting();
    const state = stateFolderAt(running.home);
    const before = (await running.status()).ca_fingerprint_sha256;
    const text = readFileSync(state.authority);
    writeFileSync(state.authority, '{}');
    await expect(callControl(state.controlSocket, 'reload-ca')).rejects.toMatchObject({ code: 'ca.file_damaged' });
    expect(await curl(await running.proxyUrl(), ['--cacert', running.bundle, url])).toMatchObject({ status: 200 });
    expect((await running.status()).ca_fingerprint_sha256).toBe(before);
    writeFileSync(state.authority, text);
    expect(await callControl(state.controlSocket, 'reload-ca')).toEqual({ fingerprint: before });
  });

  test('one whose new key it cannot open: the command says so and fails', async () => {
    const { running } = await startInspecting();
    const state = stateFolderAt(running.home);
    const passphrase = join(running.home, 'passphrase');
    writeFileSync(passphrase, 'correct horse', { mode: 0o600 });
    const ended = await program(['ca', 'rotate', '--yes', '--json'], {
      home: { path: running.home, configFile: '', socket: '' },
      env: { NANOCLAW_TRAFFIC_GUARDIAN_CA_PASSPHRASE_FILE: passphrase },
    });
    expect(ended.exitCode).toBe(1);
    const { error } = JSON.parse(ended.stdout) as { error: { code: string; message: string } };
    expect(error.code).toBe('cli.ca.rotate.not_loaded');
    expect(error.message).toContain('NANOCLAW_TRAFFIC_GUARDIAN_CA_PASSPHRASE_FILE');
    expect(readFileSync(state.authority, 'utf8')).toContain('"passphrase"');
  });

  test('without inspection there is nothing to exchange', async () => {
    const running = await start();
    const state = stateFolderAt(running.home);
    expect(await callControl(state.controlSocket, 'reload-ca')).toEqual({});
    await program(['ca', 'create'], { home: { path: running.home, configFile: '', socket: '' } });
    expect(JSON.parse((await rotate(running)).stdout)).toMatchObject({ in_use: 'without-inspection' });
  });
});

test('a passphrase reaches the sidecar through the environment, and is needed from then on', async () => {
  const { state } = caFolder();
  const passphrase = join(state.home, 'passphrase');
  writeFileSync(passphrase, 'correct horse', { mode: 0o600 });
  const config: Config = { httpsInspection: { enabled: true } };
  const env = { NANOCLAW_TRAFFIC_GUARDIAN_CA_PASSPHRASE_FILE: passphrase };
  guardian = await startGuardian({ home: state.home, config, env });
  expect(readFileSync(state.authority, 'utf8')).toContain('"secret": "passphrase"');
  await guardian.stop();
  const without = startGuardian({ home: state.home, config });
  await expect(without).rejects.toMatchObject({ reasonCode: 'ca.passphrase_missing' });
  guardian = await startGuardian({ home: state.home, config, env });
  expect(filesWith(state.home, [Buffer.from('correct horse')])).toEqual(['passphrase']);
});

describe('the end of a CA', () => {
  test('is warned of within its last 30 days, which limits nothing yet', async () => {
    const near = await start({ httpsInspection: { enabled: true, caDays: 30 } });
    const status = await near.status();
    expect(codes(status)).toEqual(['status.ca_expires']);
    expect(status.warnings[0]?.message).toMatch(/expires in 29 days.*ca rotate --yes/);
    expect(status.state).toBe('watching');
    await near.remove();
    const far = await start({ httpsInspection: { enabled: true, caDays: 32 } });
    expect(codes(await far.status())).toEqual([]);
  });

  test('is a start that fails, naming the command that helps; and it helps', async () => {
    const options = caFolder({ validDays: 0 });
    const { home } = options.state;
    await ensureAuthority(options);
    const config: Config = { httpsInspection: { enabled: true } };
    const starting = startGuardian({ home, config });
    await expect(starting).rejects.toMatchObject({ reasonCode: 'ca.expired' });
    await expect(starting).rejects.toThrow('traffic-guardian ca rotate --yes');
    expect(
      await program(['ca', 'rotate', '--yes'], { home: { path: home, configFile: '', socket: '' } }),
    ).toMatchObject({ exitCode: 0 });
    guardian = await startGuardian({ home, config });
    expect(codes(await guardian.status())).toEqual([]);
  });
});

describe('listening on', () => {
  test.each([
    ['127.0.0.1', []],
    ['localhost', []],
    ['127.1.2.3', []],
    ['0.0.0.0', ['status.listens_beyond_loopback']],
  ])('%s is warned of as it deserves', async (host, expected) => {
    const running = await start({ listen: { host, port: 0 } });
    const status = await running.status();
    expect(codes(status)).toEqual(expected);
    expect(status.state).toBe('watching');
    for (const { message } of status.warnings) expect(message).toContain(`${host}:`);
    // Wherever it listens, nobody gets in without a credential.
    const port = status.listen.slice(status.listen.lastIndexOf(':') + 1);
    const reached = host === '0.0.0.0' ? '127.0.0.1' : host;
    expect(await curl(`http://${reached}:${port}`, ['http://example.invalid/'])).toMatchObject({ status: 407 });
  });
});
