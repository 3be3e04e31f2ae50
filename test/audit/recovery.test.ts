import { describe, expect, test } from '@jest/globals';
import { appendFileSync, cpSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAudit } from '../../src/audit/verify.js';
import { entriesOf, openLog, stopped, temporaryFolder, writtenLog } from './logs.js';

/** Opens a log again, writes one more line, closes it. */
async function goneOn(folder: string): Promise<void> {
  const { log } = await openLog({ folder });
  log.record(stopped(99));
  await log.close();
}

function copyOf(folder: string): string {
  const copy = join(temporaryFolder(), 'audit');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

const LINES = 4;

describe('a last line that was cut at any byte', () => {
  test('is named by verification, and after a start the log says what it found and goes on', async () => {
    const original = await writtenLog(LINES);
    const bytes = readFileSync(join(original, 'audit.jsonl'));
    const lastLine = bytes.lastIndexOf(10, bytes.length - 2) + 1;
    for (let length = lastLine; length < bytes.length; length++) {
      const folder = copyOf(original);
      truncateSync(join(folder, 'audit.jsonl'), length);
      // Only the line end is missing: nothing is lost.
      const isWhole = length === bytes.length - 1;
      const isGone = length === lastLine;
      expect((await verifyAudit(folder))?.problems).toEqual(
        isWhole
          ? []
          : [
              {
                file: 'audit.jsonl',
                line: LINES,
                reason: isGone ? 'missing' : 'torn',
                seq: LINES,
                through_seq: LINES,
              },
            ],
      );
      await goneOn(folder);
      const entries = entriesOf(folder);
      const repair = entries.find(({ event }) => event.kind === 'store_repaired');
      const after = await verifyAudit(folder);
      expect(entries.at(-1)?.event).toEqual(stopped(99));
      if (isWhole) {
        expect(repair).toBeUndefined();
        expect(after?.intact).toBe(true);
        continue;
      }
      expect(repair?.event).toMatchObject({ torn_bytes: length - lastLine, lost_lines: 1 });
      // Its number is not given away again, so that it stays missing.
      expect(after?.problems).toMatchObject([{ reason: 'missing', seq: LINES, through_seq: LINES }]);
      expect(after?.remarks).toHaveLength(isGone ? 0 : 1);
    }
  }, 120_000);
});

test('what a killed writer left of a line costs nothing and stays where it is', async () => {
  const folder = await writtenLog(LINES);
  appendFileSync(join(folder, 'audit.jsonl'), '{"schema_version":"clawsec-traffic-au');
  expect(await verifyAudit(folder)).toMatchObject({ intact: true, remarks: [{ kind: 'unfinished', bytes: 37 }] });
  await goneOn(folder);
  expect(await verifyAudit(folder)).toMatchObject({ intact: true, remarks: [{ kind: 'torn', bytes: 37, line: 5 }] });
  expect(entriesOf(folder).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a chain whose record of its end was lost says that lines may be missing', async () => {
  const folder = await writtenLog(LINES);
  rmSync(join(folder, 'head.json'));
  await goneOn(folder);
  expect((await verifyAudit(folder))?.problems).toMatchObject([{ reason: 'head_was_absent', seq: 5 }]);
});

test('a record of the end that lags behind, as after a crash, is no problem', async () => {
  const folder = await writtenLog(LINES);
  const head = readFileSync(join(folder, 'head.json'));
  await goneOn(folder);
  writeFileSync(join(folder, 'head.json'), head);
  expect((await verifyAudit(folder))?.intact).toBe(true);
  await goneOn(folder);
  expect((await verifyAudit(folder))?.intact).toBe(true);
});

describe('while it is in use', () => {
  test('a folder that is removed is made again, and the chain goes on and tells of it', async () => {
    const { folder, log } = await openLog();
    for (let n = 0; n < LINES; n++) log.record(stopped(n));
    await log.flush();
    rmSync(folder, { recursive: true });
    log.record(stopped(5));
    await log.flush();
    const [first, second] = entriesOf(folder);
    expect(first).toMatchObject({ seq: 5, event: { kind: 'store_repaired', lost_lines: LINES, recreated: true } });
    expect(second).toMatchObject({ seq: 6, event: stopped(5) });
    expect((await verifyAudit(folder))?.problems).toEqual([
      { file: 'audit.jsonl', line: 1, reason: 'missing', seq: 1, through_seq: LINES },
    ]);
    await log.close();
  });

  test('a file that was put in its place is left alone, and the chain goes on', async () => {
    const { folder, log } = await openLog();
    for (let n = 0; n < LINES; n++) log.record(stopped(n));
    await log.flush();
    renameSync(join(folder, 'audit.jsonl'), join(folder, 'old'));
    writeFileSync(join(folder, 'audit.jsonl'), 'something else\n');
    log.record(stopped(5));
    await log.close();
    expect(readFileSync(join(folder, 'audit.jsonl'), 'utf8')).toMatch(/^something else\n/);
    expect((await verifyAudit(folder))?.problems.map(({ reason }) => reason).sort()).toEqual(['malformed', 'missing']);
  });
});
