import { describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAudit } from '../../src/audit/verify.js';
import { entriesOf, filesOf, openLog, START, stopped, writtenLog } from './logs.js';

const DAY = 24 * 60 * 60_000;

/** Writes lines until there are `files` closed files, or so many lines. */
async function fill(log: Awaited<ReturnType<typeof openLog>>['log'], lines: number): Promise<void> {
  for (let n = 0; n < lines; n++) {
    log.record(stopped(n));
    await log.flush();
  }
}

const bytesOf = (folder: string): number =>
  filesOf(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

describe('a bound on size', () => {
  test('holds however much is recorded, and what was deleted is recorded first', async () => {
    const { folder, log } = await openLog({ maxTotalBytes: 16 * 1024 });
    await fill(log, 300);
    await log.sweep();
    await log.close();
    expect(bytesOf(folder)).toBeLessThanOrEqual(16 * 1024);
    const deletions = entriesOf(folder).filter(({ event }) => event.kind === 'retention_deleted');
    expect(deletions.length).toBeGreaterThan(0);
    expect(deletions[0]?.event).toMatchObject({ store: 'audit', bound: 'bytes' });
  });

  test('leaves a chain that is whole, although its front is gone', async () => {
    const folder = await writtenLog(200, { maxTotalBytes: 16 * 1024 });
    expect(entriesOf(folder)[0]?.seq).toBeGreaterThan(1);
    expect((await verifyAudit(folder))?.problems).toEqual([]);
  });

  test('does not cover for a file that somebody deleted', async () => {
    const folder = await writtenLog(200, { maxTotalBytes: 16 * 1024 });
    rmSync(join(folder, filesOf(folder)[0] ?? ''));
    expect((await verifyAudit(folder))?.problems).toMatchObject([{ reason: 'missing', seq: 1 }]);
  });
});

test('a bound on age deletes closed files that were written to long ago', async () => {
  const { folder, log, time } = await openLog({ maxFileBytes: 2048, maxAgeDays: 30 });
  await fill(log, 20);
  const before = filesOf(folder);
  for (const name of before) utimesSync(join(folder, name), START / 1000, START / 1000);
  time.now += 31 * DAY;
  await log.sweep();
  await log.close();
  expect(filesOf(folder).length).toBeLessThan(before.length);
  expect(entriesOf(folder).at(-1)?.event).toMatchObject({ kind: 'retention_deleted', bound: 'age' });
  expect((await verifyAudit(folder))?.intact).toBe(true);
});

test('a file is closed after a week, so that there is something to delete', async () => {
  const { folder, log, time } = await openLog();
  await fill(log, 1);
  time.now += 8 * DAY;
  await fill(log, 1);
  await log.close();
  expect(filesOf(folder)).toEqual(['audit-00000001.jsonl', 'audit.jsonl']);
  expect(readFileSync(join(folder, 'audit.jsonl'), 'utf8').split('\n')).toHaveLength(2);
});

test('a log of which everything was deleted by age is whole, though its first line is what tells of that', async () => {
  const { folder, log, time } = await openLog({ maxAgeDays: 30 });
  await fill(log, 3);
  for (const name of filesOf(folder)) utimesSync(join(folder, name), START / 1000, START / 1000);
  time.now += 40 * DAY;
  await log.sweep();
  await log.sweep();
  await log.close();
  expect(entriesOf(folder)[0]?.event).toMatchObject({ kind: 'retention_deleted', bound: 'age', through_seq: 3 });
  expect((await verifyAudit(folder))?.problems).toEqual([]);
});
