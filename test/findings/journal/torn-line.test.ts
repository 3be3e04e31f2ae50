import { describe, expect, test } from '@jest/globals';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idOf, recorded } from '../samples.js';
import { linesIn, openJournal, write } from './folders.js';

describe('a torn last line', () => {
  test('cut at any byte is removed, counted and reported, and the journal goes on', async () => {
    const { folder, journal } = await openJournal();
    await write(journal, recorded(1), recorded(2), recorded(3));
    await journal.close();
    const file = join(folder, 'findings.jsonl');
    const whole = readFileSync(file);
    const lastLine = whole.length - whole.subarray(0, -1).lastIndexOf(10) - 1;
    for (let kept = 0; kept < lastLine; kept++) {
      writeFileSync(file, whole);
      truncateSync(file, whole.length - lastLine + kept);
      const again = await openJournal({ folder });
      expect(again.events).toEqual(kept === 0 ? [] : [{ kind: 'repaired', bytes: kept }]);
      await write(again.journal, recorded(4));
      await again.journal.close();
      expect(linesIn(folder).map((line) => line.id)).toEqual([1, 2, 4].map(idOf));
    }
  });

  test.each([
    ['zeros, as a power failure leaves them', Buffer.alloc(200_000)],
    ['a line that is not JSON', Buffer.from('{"timestamp":"2026-\n')],
    ['a JSON value that is not an object', Buffer.from('[1,2]\n')],
    ['a very long line', Buffer.from(`"${'x'.repeat(300_000)}"\n`)],
  ])('is also %s', async (_, rubbish) => {
    const { folder, journal } = await openJournal();
    await write(journal, recorded(1));
    await journal.close();
    appendFileSync(join(folder, 'findings.jsonl'), rubbish);
    const again = await openJournal({ folder });
    expect(again.events).toEqual([{ kind: 'repaired', bytes: rubbish.length }]);
    await write(again.journal, recorded(2));
    await again.journal.close();
    expect(linesIn(folder).map((line) => line.id)).toEqual([1, 2].map(idOf));
  });

  test('alone in the file leaves an empty file', async () => {
    const { folder, journal } = await openJournal();
    await journal.close();
    writeFileSync(join(folder, 'findings.jsonl'), '{"half');
    const again = await openJournal({ folder });
    await again.journal.close();
    expect(readFileSync(join(folder, 'findings.jsonl'))).toHaveLength(0);
  });

  test('that is being written is not read', async () => {
    const { folder, journal, reader } = await openJournal();
    await write(journal, recorded(1));
    appendFileSync(join(folder, 'findings.jsonl'), '{"timestamp":"2026-11-05');
    const page = await reader.query();
    expect(page.findings.map((finding) => finding.id)).toEqual([idOf(1)]);
    expect(page.scanned.skippedLines).toBe(0);
    await journal.close();
  });
});
