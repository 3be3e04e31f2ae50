import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAudit } from '../../src/audit/read.js';
import { verifyAudit } from '../../src/audit/verify.js';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import { writePrivateFile } from '../../src/sidecar/state-folder.js';
import { freshKey } from '../cli/support/traffic.js';
import { startGuardian, until, type Guardian } from '../support/guardian.js';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.js';
import { testWith } from '../support/tools.js';

const probe = mountSmallDisk(64 * 1024);
probe?.remove();
const testOnDisk = testWith(probe !== undefined, 'the right to mount a file system (root)');

const open: { guardian?: Guardian; server?: EchoServer; disk?: SmallDisk } = {};
afterEach(async () => {
  await open.guardian?.remove();
  await open.server?.close();
  open.disk?.remove();
  delete open.guardian;
  delete open.server;
  delete open.disk;
});

/** A Guardian that writes to a folder of its own, and a way to send a secret through it. */
async function guardianWritingTo(logDir: string) {
  const server = await startEchoServer([0]);
  if (server === undefined) throw new Error('no port');
  open.server = server;
  const home = mkdtempSync(join(tmpdir(), 'tg-'));
  const guardian = await startGuardian({ home, config: { allowHostServices: [server.address], logDir } });
  open.guardian = guardian;
  const url = await guardian.proxyUrl();
  const send = async (): Promise<void> => {
    const key = freshKey();
    // Whatever the disk does: traffic goes on, unchanged.
    expect(await sendThrough(url, `http://${server.address}/`, key)).toEqual({ status: 200, body: key });
  };
  return { guardian, send };
}

/** Fills a file system to its last byte. */
function fill(path: string): string {
  const file = join(path, 'ballast');
  for (let size = 64 * 1024; size > 0; size = size > 1 ? size >> 1 : 0) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Less fits.
    }
  }
  return file;
}

describe('a disk that is full', () => {
  testOnDisk('is what a command says of a file that it cannot write, and the file is as it was', () => {
    const disk = (open.disk = mountSmallDisk(64 * 1024)!);
    const file = join(disk.path, 'agents.json');
    writePrivateFile(file, 'before');
    fill(disk.path);
    expect(() => writePrivateFile(file, Buffer.alloc(32 * 1024))).toThrow(/no space left for .*agents\.json/);
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(disk.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  testOnDisk(
    'stops no traffic, is named in the status, and writing resumes by itself',
    async () => {
      const disk = mountSmallDisk(512 * 1024);
      if (disk === undefined) throw new Error('cannot mount');
      open.disk = disk;
      const { guardian, send } = await guardianWritingTo(join(disk.path, 'log'));
      await send();
      await guardian.statusWhen(({ journal }) => journal.written === 1);
      const ballast = fill(disk.path);
      for (let n = 0; n < 30; n++) await send();
      const full = await guardian.statusWhen(({ journal, audit }) => journal.health !== 'ok' && audit.health !== 'ok');
      expect(full).toMatchObject({ state: 'degraded', journal: { health: 'ENOSPC' } });
      expect(full.warnings.map(({ code }) => code)).toContain('status.journal_degraded');
      rmSync(ballast);
      const again = await until(
        () => guardian.status(),
        ({ journal, audit }) => journal.health === 'ok' && journal.waiting === 0 && audit.health === 'ok',
        90_000,
      );
      expect(again).toMatchObject({ state: 'watching', journal: { health: 'ok', dropped: 0, rejected: 0 } });
      expect(again.journal.written).toBe(31);
      expect(await guardian.findings()).toHaveLength(31);
      const { entries } = await readAudit(join(disk.path, 'log', 'audit'), {
        kinds: ['store_degraded', 'store_recovered'],
        limit: 10,
      });
      expect(entries.map(({ event }) => 'store' in event && event.store)).toContain('findings');
      expect(await verifyAudit(join(disk.path, 'log', 'audit'))).toMatchObject({ intact: true });
    },
    120_000,
  );
});

describe('a folder that turns read-only', () => {
  testOnDisk(
    'is survived the same way',
    async () => {
      const disk = mountSmallDisk(1024 * 1024);
      if (disk === undefined) throw new Error('cannot mount');
      open.disk = disk;
      // Open files keep a file system from turning read-only, so it is so from the start.
      mkdirSync(join(disk.path, 'log'), { mode: 0o700 });
      disk.setReadOnly(true);
      const { guardian, send } = await guardianWritingTo(join(disk.path, 'log'));
      await send();
      const broken = await guardian.statusWhen(({ journal }) => journal.waiting === 1);
      expect(broken).toMatchObject({ state: 'degraded', journal: { health: 'EROFS' }, audit: { health: 'EROFS' } });
      disk.setReadOnly(false);
      const again = await until(
        () => guardian.status(),
        ({ journal, audit, log }) => journal.written === 1 && audit.health === 'ok' && log.health === 'ok',
        90_000,
      );
      expect(again.state).toBe('watching');
    },
    120_000,
  );
});

test('a log folder that is removed while running is made again, and the audit log says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tg-logs-'));
  const logDir = join(folder, 'log');
  try {
    const { guardian, send } = await guardianWritingTo(logDir);
    await send();
    await guardian.statusWhen(({ journal }) => journal.written === 1);
    rmSync(logDir, { recursive: true });
    await send();
    const status = await guardian.statusWhen(({ journal, audit }) => journal.written === 2 && audit.waiting === 0);
    expect(status).toMatchObject({ state: 'watching', journal: { health: 'ok' }, audit: { health: 'ok' } });
    expect(readdirSync(logDir)).toEqual(expect.arrayContaining(['audit', 'findings']));
    expect(statSync(join(logDir, 'findings')).mode & 0o777).toBe(0o700);
    const verification = await verifyAudit(join(logDir, 'audit'));
    expect(verification?.problems).toMatchObject([{ reason: 'missing', seq: 1 }]);
  } finally {
    await open.guardian?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);

test('a state folder that is removed while running stops no traffic and loses nothing more than it held', async () => {
  const { guardian, send } = await guardianWritingTo('log');
  await send();
  await guardian.statusWhen(({ journal }) => journal.written === 1);
  rmSync(guardian.home, { recursive: true });
  await send();
  // The socket is gone with the folder, so the files are asked. One that is made is not written to yet.
  const written = (): number =>
    statSync(join(guardian.logDir, 'findings', 'findings.jsonl'), { throwIfNoEntry: false })?.size ?? 0;
  for (let tries = 0; written() === 0 && tries < 400; tries++) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(written()).toBeGreaterThan(0);
  await guardian.stop();
  const { entries } = await readAudit(join(guardian.logDir, 'audit'), { limit: 10 });
  expect(entries.map(({ event }) => event.kind)).toEqual(expect.arrayContaining(['store_repaired', 'sidecar_stopped']));
}, 180_000);
