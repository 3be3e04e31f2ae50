import { describe, expect, test } from '@jest/globals';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { idOf, recorded, timeAt } from '../samples.js';
import { openJournal, range, write } from './folders.js';

describe('a tail', () => {
  test('yields what was written after its cursor, every line once, across rotation', async () => {
    const { journal, reader } = await openJournal({ maxFileBytes: 2_000 });
    await write(journal, recorded(0));
    let cursor = await reader.tailCursor('newest');
    const seen: (string | undefined)[] = [];
    for (const round of range(0, 12)) {
      await write(journal, ...range(1 + round * 4, 5 + round * 4).map((n) => recorded(n)));
      const batch = await reader.tail(cursor, 3);
      seen.push(...batch.lines.map((line) => line.id));
      expect(batch.full).toBe(true);
      cursor = batch.cursor;
    }
    const rest = await reader.tail(cursor);
    seen.push(...rest.lines.map((line) => line.id));
    expect(seen).toEqual(range(1, 49).map(idOf));
    expect(await reader.tail(rest.cursor)).toEqual({ lines: [], cursor: rest.cursor, skippedLines: 0, full: false });
    await journal.close();
  });

  test('yields a finding again when its count has grown', async () => {
    const { journal, reader } = await openJournal();
    const cursor = await reader.tailCursor('newest');
    await write(journal, recorded(1), recorded(1, { count: 10, last_seen: timeAt(2000) }));
    expect((await reader.tail(cursor)).lines.map((line) => line.count)).toEqual([1, 10]);
    await journal.close();
  });

  test('waits for the end of a line that is being written', async () => {
    const { folder, journal, reader } = await openJournal();
    await write(journal, recorded(1));
    const line = `${JSON.stringify(recorded(2))}\n`;
    appendFileSync(join(folder, 'findings.jsonl'), line.slice(0, 50));
    const newest = await reader.tailCursor('newest');
    const before = await reader.tail(await reader.tailCursor('oldest'));
    expect(before.lines).toHaveLength(1);
    expect(before.cursor).toBe(newest);
    appendFileSync(join(folder, 'findings.jsonl'), line.slice(50));
    expect((await reader.tail(newest)).lines).toEqual([recorded(2)]);
    await journal.close();
  });

  test('follows a journal while it is written, until it is told to stop', async () => {
    const { journal, reader } = await openJournal({ maxFileBytes: 5_000 });
    const stop = new AbortController();
    const seen: (string | undefined)[] = [];
    const following = (async () => {
      for await (const batch of reader.follow(await reader.tailCursor('oldest'), { signal: stop.signal, pollMs: 2 })) {
        seen.push(...batch.lines.map((line) => line.id));
        if (seen.length >= 600) stop.abort();
      }
    })();
    for (const n of range(0, 600)) {
      journal.append(recorded(n));
      if (n % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await following;
    expect(seen).toEqual(range(0, 600).map(idOf));
    await journal.close();
  });

  test('whose lines were deleted before it read them says so, and can begin with the oldest that are left', async () => {
    const { journal, reader } = await openJournal({ maxFileBytes: 700, maxFiles: 2 });
    const cursor = await reader.tailCursor('oldest');
    await write(journal, ...range(0, 8).map((n) => recorded(n)));
    await expect(reader.tail(cursor)).rejects.toMatchObject({ code: 'journal.cursor_expired' });
    const batch = await reader.tail(await reader.tailCursor('oldest'));
    expect(batch.lines.map((line) => line.id)).toEqual([5, 6, 7].map(idOf));
    await journal.close();
  });

  test('notices a folder that was removed and made again', async () => {
    const { folder, journal, reader } = await openJournal();
    await write(journal, recorded(1));
    const cursor = await reader.tailCursor('newest');
    rmSync(folder, { recursive: true });
    await write(journal, recorded(2));
    await expect(reader.tail(cursor)).rejects.toMatchObject({ code: 'journal.cursor_expired' });
    expect((await reader.tail(await reader.tailCursor('oldest'))).lines).toEqual([recorded(2)]);
    await journal.close();
  });

  test('refuses the cursor of a page', async () => {
    const { journal, reader } = await openJournal();
    await write(journal, recorded(1), recorded(2));
    const { nextCursor = '' } = await reader.query({ limit: 1 });
    await expect(reader.tail(nextCursor)).rejects.toMatchObject({ code: 'journal.cursor_invalid' });
    await journal.close();
  });
});
