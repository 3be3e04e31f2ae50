import { describe, expect, test } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingsJournal } from '../../../src/findings/journal/journal.js';
import { idOf, recorded } from '../samples.js';
import { readTimeRange, writeTimeRange } from '../../../src/findings/journal/time-range.js';
import { filesIn, linesIn, openJournal, range, write } from './folders.js';

describe('appending to a journal', () => {
  test('writes one JSON object a line, in order, for this user only', async () => {
    const { folder, journal } = await openJournal();
    await write(journal, ...range(0, 20).map((n) => recorded(n)));
    expect(linesIn(folder)).toEqual(range(0, 20).map((n) => recorded(n)));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'findings.jsonl')).mode & 0o777).toBe(0o600);
    expect(journal.status).toEqual({ health: { kind: 'ok' }, written: 20, waiting: 0, dropped: 0, rejected: 0 });
    await journal.close();
  });

  test('does not wait, and keeps the order of those who do not wait either', async () => {
    const { folder, journal } = await openJournal();
    for (const n of range(0, 3000)) expect(journal.append(recorded(n))).toEqual({ kind: 'queued' });
    expect(journal.status.waiting).toBe(3000);
    await journal.close();
    expect(linesIn(folder).map((line) => line.id)).toEqual(range(0, 3000).map(idOf));
  });

  test('writes what the schema names and nothing else the object carries', async () => {
    const { folder, journal } = await openJournal();
    const carrying = { ...recorded(1), match: 'AKIAQWERTYUIOPASDFGH' };
    await write(journal, carrying);
    expect(readFileSync(join(folder, 'findings.jsonl'), 'utf8')).not.toContain('QWERTY');
    await journal.close();
  });

  test('refuses what does not follow the schema, counts it, and names the field but not its value', async () => {
    const { folder, journal, events } = await openJournal();
    expect(journal.append(recorded(1, { dest: 'x'.repeat(400) }))).toEqual({ kind: 'rejected' });
    await journal.flush();
    expect(journal.status.rejected).toBe(1);
    expect(events).toMatchObject([{ kind: 'rejected', problems: [{ field: 'dest' }] }]);
    expect(JSON.stringify(events)).not.toContain('xxx');
    expect(linesIn(folder)).toEqual([]);
    await journal.close();
  });

  test('takes only findings whose snippet was redacted: the compiler refuses others', () => {
    const appendWrong = (journal: FindingsJournal) =>
      // @ts-expect-error a plain string is not a redacted snippet
      journal.append({ ...recorded(1), snippet: 'the secret itself' });
    expect(appendWrong).toBeDefined();
  });

  test('bounds what waits in memory: the rest is dropped, counted and told of once', async () => {
    const { folder, journal, events } = await openJournal({ maxWaitingLines: 5 });
    const outcomes = range(0, 8).map((n) => journal.append(recorded(n)).kind);
    expect(outcomes).toEqual([...Array<string>(5).fill('queued'), ...Array<string>(3).fill('dropped')]);
    await journal.flush();
    expect(journal.status).toMatchObject({ written: 5, dropped: 3, waiting: 0 });
    expect(linesIn(folder)).toHaveLength(5);
    expect(events).toEqual([{ kind: 'overflowing' }, { kind: 'overflowed', dropped: 3 }]);
    await journal.close();
  });

  test('after closing, findings are dropped and counted', async () => {
    const { journal } = await openJournal();
    await journal.close();
    expect(journal.append(recorded(1))).toEqual({ kind: 'dropped', reason: 'closed' });
    expect(journal.status.dropped).toBe(1);
    await journal.close();
    await journal.flush();
  });

  test('goes on with the file that is there, and takes others out of it', async () => {
    const first = await openJournal();
    await write(first.journal, recorded(1));
    await first.journal.close();
    const again = await openJournal({ folder: first.folder });
    await write(again.journal, recorded(2));
    await again.journal.close();
    expect(linesIn(first.folder).map((line) => line.id)).toEqual([idOf(1), idOf(2)]);
    expect(again.events).toEqual([]);
  });
});

describe('rotation', () => {
  test('closes the current file before it would grow beyond its bound', async () => {
    const { folder, journal, events } = await openJournal({ maxFileBytes: 2000 });
    await write(journal, ...range(0, 10).map((n) => recorded(n)));
    const files = filesIn(folder);
    expect(files.slice(0, 2)).toEqual(['findings-00000001.jsonl', 'findings-00000002.jsonl']);
    expect(files.at(-1)).toBe('findings.jsonl');
    for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(2000);
    expect(linesIn(folder).map((line) => line.id)).toEqual(range(0, 10).map(idOf));
    expect(events.filter((event) => event.kind === 'rotated')).toHaveLength(files.length - 1);
    await journal.close();
  });

  test('gives a line that is longer than a file may be a file of its own', async () => {
    const { folder, journal } = await openJournal({ maxFileBytes: 100 });
    await write(journal, ...range(0, 3).map((n) => recorded(n)));
    expect(linesIn(folder)).toHaveLength(3);
    expect(filesIn(folder)).toHaveLength(3);
    await journal.close();
  });

  test('closes a file that is a day old, so that retention can take it', async () => {
    const { folder, journal, time } = await openJournal();
    await write(journal, recorded(1));
    time.now += 25 * 60 * 60_000;
    await journal.sweep();
    expect(filesIn(folder)).toEqual(['findings-00000001.jsonl', 'findings.jsonl']);
    await journal.sweep();
    await write(journal, recorded(2));
    expect(filesIn(folder)).toEqual(['findings-00000001.jsonl', 'findings.jsonl']);
    await journal.close();
  });

  test('keeps the time range of a closed file beside it', async () => {
    const { folder, journal } = await openJournal({ maxFileBytes: 1600 });
    const late = recorded(2, { count: 4, last_seen: '2026-12-24T00:00:00.000Z' });
    await write(journal, recorded(3), late, recorded(4), recorded(5));
    const text = readFileSync(join(folder, 'findings-00000001.range.json'), 'utf8');
    const found: unknown = JSON.parse(text);
    expect(found).toEqual({
      bytes: statSync(join(folder, 'findings-00000001.jsonl')).size,
      earliest: recorded(2).timestamp,
      latest: '2026-12-24T00:00:00.000Z',
      lines: 3,
    });
    await journal.close();
  });

  test('notes the time range while it writes, which is what the lines of the file say', async () => {
    const { folder, journal } = await openJournal({ maxFileBytes: 1600 });
    const late = recorded(2, { count: 4, last_seen: '2026-12-24T00:00:00.000Z' });
    await write(journal, recorded(3), late);
    await write(journal, recorded(4));
    await write(journal, recorded(5));
    await journal.close();
    const noted = readFileSync(join(folder, 'findings-00000001.range.json'), 'utf8');
    // Without what was noted, every line is read.
    await writeTimeRange(folder, 1);
    expect(readFileSync(join(folder, 'findings-00000001.range.json'), 'utf8')).toBe(noted);
  });

  test('reads the lines of a closed file that were there before it was opened', async () => {
    const first = await openJournal({ maxFileBytes: 1600 });
    await write(first.journal, recorded(3), recorded(2));
    await first.journal.close();
    const { folder, journal } = await openJournal({ folder: first.folder, maxFileBytes: 1600 });
    await write(journal, recorded(4), recorded(5));
    await journal.close();
    expect(await readTimeRange(folder, 1, statSync(join(folder, 'findings-00000001.jsonl')).size)).toMatchObject({
      earliest: recorded(2).timestamp,
      lines: 3,
    });
  });
});
