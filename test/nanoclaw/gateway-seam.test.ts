import { afterEach, describe, expect } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchSessions, type GatewayRegistration } from '../../src/nanoclaw/gateway-seam.js';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.js';
import { testWith } from '../support/tools.js';

const probe = mountSmallDisk(64 * 1024);
probe?.remove();
const testOnDisk = testWith(probe !== undefined, 'the right to mount a file system (root)');

let disk: SmallDisk | undefined;
const folder = mkdtempSync(join(tmpdir(), 'tg-'));
afterEach(() => {
  disk?.remove();
  rmSync(folder, { recursive: true });
});

describe('the bundle that a session is given', () => {
  testOnDisk('is never half of one: a full disk keeps the session from starting until there is room', async () => {
    disk = mountSmallDisk(64 * 1024);
    if (disk === undefined) throw new Error('no disk');
    const bundle = join(folder, 'bundle.pem');
    const content = 'certificate\n'.repeat(3_000);
    writeFileSync(bundle, content);
    const ballast = join(disk.path, 'ballast');
    writeFileSync(ballast, Buffer.alloc(48 * 1024));
    const registration: GatewayRegistration = { sessions: { ensure: async () => ({ contribution: {} }) } };
    watchSessions([registration], {
      dataFolder: disk.path,
      enabled: () => true,
      forContainer: async () => ({ variables: {}, mount: { source: bundle, target: '/bundle.pem' } }),
      hostServices: () => ({}),
    });
    const ensure = () => registration.sessions.ensure({ key: { agentGroupId: 'g' } }, new AbortController().signal);
    await expect(ensure()).rejects.toMatchObject({ code: 'state.disk_full' });
    // The next try, as NanoClaw makes it, meets with what the first one left.
    await expect(ensure()).rejects.toMatchObject({ code: 'state.disk_full' });
    rmSync(ballast);
    const [mount] = (await ensure()).contribution.mounts ?? [];
    expect(readFileSync(mount?.hostPath ?? '', 'utf8')).toBe(content);
  });
});
