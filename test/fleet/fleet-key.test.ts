import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { fingerprintKeyOf } from '../../src/sidecar/sending/fleet-key.js';
import { settingsOf } from '../../src/sidecar/settings.js';
import { temporaryFolder } from '../findings/samples.js';
import { startGuardian, type Guardian } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';

jest.setTimeout(180_000);

const guardians: Guardian[] = [];
const servers: EchoServer[] = [];

afterEach(async () => {
  for (const guardian of guardians.splice(0)) await guardian.remove();
  for (const server of servers.splice(0)) await server.close();
}, 120_000);

/** What two hosts with a configuration find when the same secrets leave both. */
async function found(config: Config, secrets: readonly string[]) {
  const echo = (await startEchoServer([0]))!;
  servers.push(echo);
  const all = [];
  for (let host = 0; host < 2; host++) {
    const home = mkdtempSync(join(tmpdir(), 'tg-'));
    const guardian = await startGuardian({ home, config: { allowHostServices: [echo.address], ...config } });
    guardians.push(guardian);
    for (const secret of secrets) {
      await sendThrough(await guardian.proxyUrl(), `http://${echo.address}/`, `key ${secret}`);
    }
    all.push(await guardian.findingsWhen((findings) => findings.length >= secrets.length));
  }
  return all.map((findings) => findings.map(({ fingerprint, pattern }) => ({ fingerprint, pattern })));
}

function keyFile(): string {
  const file = join(temporaryFolder(), 'fleet.key');
  writeFileSync(file, `${'correct horse battery staple '.repeat(2)}\n`, { mode: 0o600 });
  return file;
}

describe('the same secret on two hosts', () => {
  test('has the same fingerprint under a key that they share, and is still known as one that is watched', async () => {
    const [ordinary = '', watched = ''] = generateSecrets(2);
    const watchFile = join(temporaryFolder(), 'env');
    writeFileSync(watchFile, `MINE=${watched}\n`);
    const [one, other] = await found({ fleet: { key: { file: keyFile() } }, watch: { envFiles: [watchFile] } }, [
      ordinary,
      watched,
    ]);
    expect(one?.length).toBeGreaterThanOrEqual(2);
    expect(one).toEqual(other);
    expect(new Set(one?.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(one?.map(({ pattern }) => pattern)).toContain('watched_secret');
  });

  test('has another one on each without', async () => {
    const [one, other] = await found({}, generateSecrets(1));
    expect(one?.[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(one?.[0]?.fingerprint).not.toBe(other?.[0]?.fingerprint);
  });
});

describe('a key of a fleet', () => {
  const own = { fingerprints: Buffer.alloc(32, 1) };
  const keyOf = (config: Config): Buffer => fingerprintKeyOf(settingsOf(config, '/home/op'), own);

  test('takes the place of the installation’s own, and is neither of what it was made of', () => {
    const file = keyFile();
    expect(keyOf({})).toBe(own.fingerprints);
    expect(keyOf({ fleet: { key: { file } } })).toHaveLength(32);
    expect(keyOf({ fleet: { key: { file } } })).toEqual(keyOf({ fleet: { key: { file: keyFile() } } }));
    expect(keyOf({ fleet: { key: { file } } }).toString('latin1')).not.toContain('horse');
  });

  test('that is too short or cannot be read keeps it from starting: fingerprints of two kinds would meet', () => {
    const short = join(temporaryFolder(), 'short.key');
    writeFileSync(short, 'secret');
    expect(() => keyOf({ fleet: { key: { file: short } } })).toThrow(/TOO_SHORT/);
    expect(() => keyOf({ fleet: { key: { file: '/nonexistent' } } })).toThrow(/ENOENT/);
    expect(() => keyOf({ fleet: { key: { env: 'NANOCLAW_TRAFFIC_GUARDIAN_NO_SUCH' } } })).toThrow(/TOO_SHORT/);
  });
});
