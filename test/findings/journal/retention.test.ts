import { describe, expect, test } from '@jest/globals';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { idOf, recorded, START, timeAt } from '../samples.js';
import { filesIn, linesIn, openJournal, range, write } from './folders.js';

const DAY = 24 * 60 * 60_000;
const LINE = 700;

describe('retention deletes whole files, oldest first, and reports each', () => {
  test('by their number', async () => {
    const { folder, journal, events } = await openJournal({ maxFileBytes: LINE, maxFiles: 3 });
    await write(journal, ...range(0, 10).map((n) => recorded(n)));
    expect(filesIn(folder)).toEqual([
      'findings-00000007.jsonl',
      'findings-00000008.jsonl',
      'findings-00000009.jsonl',
      'findings.jsonl',
    ]);
    expect(linesIn(folder).map((line) => line.id)).toEqual([6, 7, 8, 9].map(idOf));
    const deleted = events.filter((event) => event.kind === 'deleted');
    expect(deleted).toHaveLength(6);
    expect(deleted[0]).toMatchObject({ file: 'findings-00000001.jsonl', bound: 'files' });
    await journal.close();
  });

  test('by all their bytes together', async () => {
    const { folder, journal, events } = await openJournal({ maxFileBytes: LINE, maxTotalBytes: 4 * LINE });
    await write(journal, ...range(0, 20).map((n) => recorded(n)));
    const bytes = filesIn(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(4 * LINE);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'deleted', bound: 'bytes', newest: timeAt(0) }));
    // None of them was a day old: whoever is asked how it is says so.
    expect(journal.status.deletedYoungAt).toBe(START);
    expect(linesIn(folder).at(-1)?.id).toBe(idOf(19));
    await journal.close();
  });

  test('by the age of their newest line', async () => {
    const { folder, journal, events, time } = await openJournal({ maxFileBytes: LINE, maxAgeDays: 7 });
    for (const day of [0, 1, 2, 3]) {
      time.now = START + day * DAY;
      await write(journal, recorded(day, { timestamp: new Date(time.now).toISOString() }));
    }
    time.now = START + 8.5 * DAY;
    await journal.sweep();
    expect(events.flatMap((event) => (event.kind === 'deleted' ? [event.bound, event.file] : []))).toEqual([
      'age',
      'findings-00000001.jsonl',
      'age',
      'findings-00000002.jsonl',
    ]);
    expect(journal.status.deletedYoungAt).toBeUndefined();
    expect(linesIn(folder).map((line) => line.id)).toEqual([2, 3].map(idOf));
    await journal.close();
  });

  test('also when the journal is opened', async () => {
    const first = await openJournal({ maxFileBytes: LINE });
    await write(first.journal, ...range(0, 5).map((n) => recorded(n)));
    await first.journal.close();
    const again = await openJournal({ folder: first.folder, maxFiles: 1 });
    expect(filesIn(first.folder)).toEqual(['findings-00000004.jsonl', 'findings.jsonl']);
    await again.journal.close();
  });

  test('a sequence number is not used again when all closed files are gone', async () => {
    const first = await openJournal({ maxFileBytes: LINE });
    await write(first.journal, ...range(0, 3).map((n) => recorded(n)));
    first.time.now += 365 * DAY;
    await first.journal.sweep();
    expect(linesIn(first.folder)).toEqual([]);
    await first.journal.close();
    const again = await openJournal({ folder: first.folder, maxFileBytes: LINE });
    await write(again.journal, recorded(4), recorded(5));
    expect(filesIn(first.folder)).toContain('findings-00000004.jsonl');
    expect(linesIn(first.folder).map((line) => line.id)).toEqual([4, 5].map(idOf));
    await again.journal.close();
  });
});
