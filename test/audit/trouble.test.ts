import { describe, expect, test } from '@jest/globals';
import { chmodSync, statSync } from 'node:fs';
import { openAuditFile, type OpenAuditFile } from '../../src/audit/audit-file.js';
import { verifyAudit } from '../../src/audit/verify.js';
import { until } from '../support/guardian.js';
import { entriesOf, openLog, START, stopped } from './logs.js';

/** A disk with so much room: it takes part of a write and refuses the rest when asked again, as real ones do. */
function smallDisk(room: number) {
  const disk = { room };
  const open: OpenAuditFile = async (path) => {
    const handle = await openAuditFile(path);
    return {
      read: (...args) => handle.read(...args),
      stat: () => handle.stat(),
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
      write: async (buffer, offset, length) => {
        const taken = Math.min(length, disk.room);
        if (taken === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        disk.room -= taken;
        return handle.write(buffer, offset, taken);
      },
    };
  };
  return { disk, open };
}

describe('a disk that is full', () => {
  test('takes nothing from memory and leaves no half of a line; writing resumes by itself', async () => {
    const { disk, open } = smallDisk(1_000);
    const { folder, log, reports, time } = await openLog({ openFile: open });
    for (let n = 0; n < 20; n++) log.record(stopped(n));
    await log.flush();
    expect(log.status.health).toEqual({ kind: 'degraded', code: 'ENOSPC' });
    expect(reports).toEqual([{ kind: 'degraded', code: 'ENOSPC' }]);
    expect((await verifyAudit(folder))?.intact).toBe(true);
    time.now += 5_000;
    disk.room = Infinity;
    // Nothing is recorded: it tries again because a second has passed.
    const { health } = await until(
      async () => log.status,
      ({ health }) => health.kind === 'ok',
    );
    expect(health.kind).toBe('ok');
    await log.close();
    expect(reports.at(-1)).toEqual({ kind: 'recovered', lost: 0 });
    const events = entriesOf(folder).map(({ event }) => event);
    expect(events.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => stopped(n)));
    expect(entriesOf(folder).slice(20)).toMatchObject([
      { event: { kind: 'store_degraded', code: 'ENOSPC' }, time: new Date(START).toISOString() },
      { event: { kind: 'store_recovered', lost: 0 }, time: new Date(START + 5_000).toISOString() },
    ]);
    expect((await verifyAudit(folder))?.intact).toBe(true);
  });

  test('what does not fit into memory is counted, and the log says so itself', async () => {
    const { disk, open } = smallDisk(0);
    const { folder, log } = await openLog({ openFile: open });
    for (let n = 0; n < 6_000; n++) log.record(stopped(n));
    await log.flush();
    const { waiting, lost } = log.status;
    expect(lost).toBeGreaterThan(0);
    expect(waiting + lost).toBeGreaterThanOrEqual(6_000);
    disk.room = Infinity;
    await until(
      async () => log.status,
      ({ health }) => health.kind === 'ok',
    );
    await log.close();
    const told = entriesOf(folder).flatMap(({ event }) => (event.kind === 'events_lost' ? [event.lost] : []));
    expect(told.reduce((sum, each) => sum + each, 0)).toBe(lost);
    expect((await verifyAudit(folder))?.intact).toBe(true);
  });

  test('what could not be written until the end is counted', async () => {
    const { open } = smallDisk(0);
    const { log } = await openLog({ openFile: open });
    for (let n = 0; n < 3; n++) log.record(stopped(n));
    await log.close();
    log.record(stopped(4));
    // With the line that would have said that the disk is full.
    expect(log.status).toMatchObject({ health: { kind: 'degraded' }, waiting: 0, written: 0, lost: 5 });
  });
});

test('a folder in which nothing can be made degrades the log and throws nothing', async () => {
  const { log, reports } = await openLog({ folder: '/proc/nothing/audit' });
  log.record(stopped(1));
  await log.flush();
  expect(log.status.health.kind).toBe('degraded');
  expect(reports).toHaveLength(1);
  await log.close();
});

test('files that others could read are closed to them', async () => {
  const { folder, log } = await openLog();
  log.record(stopped(1));
  await log.close();
  chmodSync(`${folder}/audit.jsonl`, 0o644);
  chmodSync(folder, 0o755);
  const again = await openLog({ folder });
  await again.log.close();
  expect([folder, `${folder}/audit.jsonl`, `${folder}/head.json`].map((path) => statSync(path).mode & 0o777)).toEqual([
    0o700, 0o600, 0o600,
  ]);
});
