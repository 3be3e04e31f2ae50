import { describe, expect, test } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter } from '../../../src/findings/journal/query/line-numbers.js';
import { recorded } from '../samples.js';
import { filesIn, linesIn, openJournal, range, write } from './folders.js';

const LINE = 700;

describe('the lines of a journal have numbers', () => {
  test('that go on over rotation, while it grows', async () => {
    const { folder, journal } = await openJournal({ maxFileBytes: 3 * LINE });
    const counter = new LineCounter(folder);
    expect(await counter.count()).toEqual({ first: 0, end: 0 });
    for (const n of range(0, 10)) {
      await write(journal, recorded(n));
      expect(await counter.count()).toEqual({ first: 0, end: n + 1 });
    }
    expect(filesIn(folder).length).toBeGreaterThan(2);
    expect(await new LineCounter(folder).count()).toEqual({ first: 0, end: 10 });
    await journal.close();
  });

  test('that retention does not change: what it takes is counted, also by a journal that is opened again', async () => {
    const { folder, journal } = await openJournal({ maxFileBytes: 2 * LINE, maxFiles: 2 });
    const counter = new LineCounter(folder);
    await write(journal, ...range(0, 30).map((n) => recorded(n)));
    const kept = linesIn(folder).length;
    expect(kept).toBeLessThan(10);
    expect(await counter.count()).toEqual({ first: 30 - kept, end: 30 });
    await journal.close();
    const again = await openJournal({ folder, maxFileBytes: 2 * LINE, maxFiles: 1 });
    await write(again.journal, ...range(30, 40).map((n) => recorded(n)));
    expect(await counter.count()).toEqual({ first: 40 - linesIn(folder).length, end: 40 });
    await again.journal.close();
  });

  test('also when the file that was closed has no range with a count', async () => {
    const { folder, journal } = await openJournal({ maxFileBytes: 2 * LINE });
    await write(journal, ...range(0, 7).map((n) => recorded(n)));
    for (const name of filesIn(folder).filter((each) => each !== 'findings.jsonl')) {
      rmSync(join(folder, name.replace('.jsonl', '.range.json')));
    }
    expect(await new LineCounter(folder).count()).toEqual({ first: 0, end: 7 });
    await journal.close();
  });

  test('and a record of what was removed that was damaged is as good as none', async () => {
    const { folder, journal } = await openJournal({ maxFileBytes: 2 * LINE, maxFiles: 1 });
    await write(journal, ...range(0, 20).map((n) => recorded(n)));
    writeFileSync(join(folder, 'removed.json'), '{"through":');
    expect(await new LineCounter(folder).count()).toEqual({ first: 0, end: linesIn(folder).length });
    await journal.close();
  });
});
