import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeCursor } from '../../../src/findings/journal/query/cursor.js';
import { idOf, recorded, START, timeAt } from '../samples.js';
import { openJournal, range, write } from './folders.js';
import { conditions, fitsNaively, folding, newestLines, steps } from './histories.js';
import type { RecordedFinding } from '../../../src/findings/finding.js';

describe('paging', () => {
  test('returns every finding exactly once, while lines are appended and files rotated', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(50),
        steps(50),
        conditions,
        fc.integer({ min: 1, max: 9 }),
        async (first, later, query, limit) => {
          const { journal, reader } = await openJournal({ maxFileBytes: 3_000, clock: () => START });
          const lines: RecordedFinding[] = [];
          const detector = folding((line) => {
            lines.push(line);
            journal.append(line);
          });
          first.forEach(detector.play);
          await journal.flush();
          const expected = newestLines(lines).filter((line) => fitsNaively(line, query));

          const returned: (string | undefined)[] = [];
          let cursor: string | undefined;
          do {
            const page = await reader.query({ ...query, limit, ...(cursor !== undefined && { cursor }) });
            returned.push(...page.findings.map((finding) => finding.id));
            cursor = page.nextCursor;
            later.splice(0, 3).forEach(detector.play);
            await journal.flush();
          } while (cursor !== undefined);
          expect(returned).toEqual(expected.map((line) => line.id));
          await journal.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  test('does not return an older line of a finding that an earlier page had', async () => {
    const { journal, reader } = await openJournal();
    const repeats = range(0, 6).map((n) => recorded(n, { count: 10, last_seen: timeAt(60_000) }));
    await write(journal, ...range(0, 6).map((n) => recorded(n)), ...repeats, recorded(6));
    const ids: (string | undefined)[] = [];
    for (let cursor: string | undefined, i = 0; i === 0 || cursor !== undefined; i++) {
      const page = await reader.query({ limit: 2, ...(cursor !== undefined && { cursor }) });
      ids.push(...page.findings.map((finding) => finding.id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(range(0, 7).reverse().map(idOf));
    await journal.close();
  });

  test('goes on across a restart and a repair', async () => {
    const first = await openJournal({ maxFileBytes: 2_000 });
    await write(first.journal, ...range(0, 10).map((n) => recorded(n)));
    const { nextCursor = '' } = await first.reader.query({ limit: 3 });
    await first.journal.close();
    const again = await openJournal({ folder: first.folder, maxFileBytes: 2_000 });
    await write(again.journal, ...range(10, 20).map((n) => recorded(n)));
    const page = await again.reader.query({ cursor: nextCursor });
    expect(page.findings.map((finding) => finding.id)).toEqual(range(0, 7).reverse().map(idOf));
    await again.journal.close();
  });
});

describe('a cursor', () => {
  test('into a file that was deleted is refused with what to do', async () => {
    const { journal, reader } = await openJournal({ maxFileBytes: 700, maxFiles: 2 });
    await write(journal, ...range(0, 3).map((n) => recorded(n)));
    const { nextCursor = '' } = await reader.query({ limit: 2 });
    await write(journal, ...range(3, 9).map((n) => recorded(n)));
    const query = reader.query({ cursor: nextCursor });
    await expect(query).rejects.toMatchObject({ code: 'journal.cursor_expired' });
    await expect(query).rejects.toThrow('Leave the cursor out');
    await journal.close();
  });

  test('into a file that was emptied by retention is refused as well', async () => {
    const { journal, reader, time } = await openJournal();
    await write(journal, ...range(0, 3).map((n) => recorded(n)));
    const { nextCursor = '' } = await reader.query({ limit: 2 });
    time.now += 365 * 24 * 60 * 60_000;
    await journal.sweep();
    await expect(reader.query({ cursor: nextCursor })).rejects.toMatchObject({ code: 'journal.cursor_expired' });
    await journal.close();
  });

  const at = (sequence: number, offset: number) => ({ sequence, offset });
  test.each([
    ['rubbish', 'AAAA'],
    ['not base64', '%%%'],
    ['a cursor of a tail', encodeCursor({ kind: 'tail', at: at(1, 0) })],
    ['a place inside a line', encodeCursor({ kind: 'page', at: at(1, 17), lookFrom: at(1, 17) })],
    ['a place behind the end', encodeCursor({ kind: 'page', at: at(1, 99_999_999), lookFrom: at(1, 99_999_999) })],
    ['a file to come', encodeCursor({ kind: 'page', at: at(7, 0), lookFrom: at(7, 0) })],
    ['two places in the wrong order', encodeCursor({ kind: 'page', at: at(1, 500), lookFrom: at(1, 0) })],
  ])('that is %s is refused', async (_, cursor) => {
    const { journal, reader } = await openJournal();
    await write(journal, recorded(1), recorded(2));
    await expect(reader.query({ cursor })).rejects.toMatchObject({ code: 'journal.cursor_invalid' });
    await journal.close();
  });

  test('that is not well formed never crashes a query', async () => {
    const { journal, reader } = await openJournal();
    await write(journal, recorded(1));
    const number = fc.oneof(fc.nat({ max: 3 }), fc.nat(), fc.constant(999_999_999_999_999));
    const form = fc
      .tuple(fc.constantFrom('p1', 't1', 'p2'), number, number, number, number)
      .map((parts) => parts.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.oneof(form, fc.string({ minLength: 1, maxLength: 60 })), async (text) => {
        const cursor = Buffer.from(text).toString('base64url');
        const outcome = await reader.query({ cursor }).then(
          () => 'page',
          (error: unknown) => (error as { code?: string }).code ?? String(error),
        );
        expect(['page', 'journal.cursor_invalid', 'journal.query_invalid']).toContain(outcome);
      }),
    );
    await journal.close();
  });
});
