import { expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaveAuditNote } from '../../src/audit/notes.js';
import { verifyAudit } from '../../src/audit/verify.js';
import { entriesOf, openLog, START, stopped, temporaryFolder } from './logs.js';

const crash = { kind: 'sidecar_crashed', detail: 'SIGKILL', pid: 7 } as const;

test('a note of another process is taken into the chain with its own time, once', async () => {
  const notes = join(temporaryFolder(), 'notes');
  expect(leaveAuditNote(notes, crash, new Date(START - 1000))).toBe(true);
  expect(statSync(notes).mode & 0o777).toBe(0o700);
  const { folder, log } = await openLog({ notes });
  log.record(stopped(1));
  await log.close();
  expect(entriesOf(folder)).toMatchObject([
    { seq: 1, event: crash, time: new Date(START - 1000).toISOString() },
    { seq: 2, event: stopped(1) },
  ]);
  expect(readdirSync(notes)).toEqual([]);
  const again = await openLog({ folder, notes });
  await again.log.close();
  expect(entriesOf(folder)).toHaveLength(2);
});

test('one that was written but not removed before a crash is not taken twice', async () => {
  const notes = join(temporaryFolder(), 'notes');
  leaveAuditNote(notes, crash, new Date(START));
  const [name = ''] = readdirSync(notes);
  const { folder, log } = await openLog({ notes });
  await log.close();
  writeFileSync(join(notes, name), JSON.stringify({ time: new Date(START).toISOString(), event: crash }));
  const again = await openLog({ folder, notes });
  await again.log.close();
  expect(entriesOf(folder)).toHaveLength(1);
  expect(readdirSync(notes)).toEqual([]);
});

test('notes are taken in the order of their times, also while the log runs', async () => {
  const notes = join(temporaryFolder(), 'notes');
  const { folder, log } = await openLog({ notes });
  for (const n of [3, 1, 2]) leaveAuditNote(notes, stopped(n), new Date(START + n));
  await log.flush();
  expect(entriesOf(folder).map(({ event }) => event)).toEqual([stopped(1), stopped(2), stopped(3)]);
  await log.close();
  expect((await verifyAudit(folder))?.intact).toBe(true);
});

test('what is no note is told of and removed; what is no event is not left', async () => {
  const notes = join(temporaryFolder(), 'notes');
  mkdirSync(notes);
  writeFileSync(join(notes, `1795178400000-${'a'.repeat(32)}.json`), '{"time":"now","event":{"kind":"block"}}');
  writeFileSync(join(notes, 'README'), 'not ours');
  expect(leaveAuditNote(notes, { ...crash, pid: -1 })).toBe(false);
  const { folder, log } = await openLog({ notes });
  await log.close();
  expect(entriesOf(folder)).toMatchObject([{ event: { kind: 'malformed_request', source: 'note' } }]);
  expect(readdirSync(notes)).toEqual(['README']);
});

test('where there is no state folder nothing is left, and nothing fails', () => {
  expect(leaveAuditNote(join(temporaryFolder(), 'gone', 'notes'), crash)).toBe(false);
});
