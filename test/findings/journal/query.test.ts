import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingsQuery } from '../../../src/findings/journal/query/findings-query.generated.js';
import { idOf, recorded, START, timeAt } from '../samples.js';
import { openJournal, range, write } from './folders.js';
import { conditions, fitsNaively, linesOf, newestLines, steps } from './histories.js';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('a query', () => {
  test('returns the newest findings first, 50 of them unless asked otherwise', async () => {
    const { journal, reader } = await openJournal({ maxFileBytes: 10_000 });
    await write(journal, ...range(0, 120).map((n) => recorded(n)));
    expect((await reader.query()).findings.map((finding) => finding.id)).toEqual(range(70, 120).reverse().map(idOf));
    expect((await reader.query({ limit: 2 })).findings).toEqual([recorded(119), recorded(118)]);
    const all = await reader.query({ limit: 1000 });
    expect(all.findings).toHaveLength(120);
    expect(all.nextCursor).toBeUndefined();
    await journal.close();
  });

  test('of a journal that does not exist yet is empty', async () => {
    const { journal, reader, folder } = await openJournal();
    await journal.close();
    expect((await reader.query()).findings).toEqual([]);
    const { reader: nowhere } = await openJournal({ folder: '/dev/null/journal' });
    await expect(nowhere.query()).rejects.toMatchObject({ code: 'journal.unreadable' });
    expect(folder).toContain('journal');
  });

  test('finds exactly what a naive search finds, whatever the conditions', async () => {
    await fc.assert(
      fc.asyncProperty(steps(60), fc.array(conditions, { minLength: 1, maxLength: 12 }), async (history, queries) => {
        const { journal, reader } = await openJournal({ maxFileBytes: 4_000, clock: () => START });
        const lines = linesOf(history);
        await write(journal, ...lines);
        for (const query of queries) {
          const expected = newestLines(lines).filter((line) => fitsNaively(line, query));
          expect((await reader.query({ ...query, limit: 1000 })).findings).toEqual(expected);
          expect(await collect(reader.readAll(query, 'newest-first'))).toEqual(expected);
          expect(await collect(reader.readAll(query, 'oldest-first'))).toEqual([...expected].reverse());
        }
        await journal.close();
      }),
      { numRuns: 60 },
    );
  });

  test('takes a finding with its newest count, over as many files as its lines are spread', async () => {
    const { journal, reader } = await openJournal({ maxFileBytes: 700 });
    const repeat = (count: number) => recorded(1, { count, last_seen: timeAt(count * 1000) });
    await write(journal, recorded(0), recorded(1), recorded(2), repeat(10), recorded(3), repeat(14), recorded(4));
    const page = await reader.query();
    expect(page.findings.map((finding) => [finding.id, finding.count])).toEqual([
      [idOf(4), 1],
      [idOf(1), 14],
      [idOf(3), 1],
      [idOf(2), 1],
      [idOf(0), 1],
    ]);
    await journal.close();
  });

  test('skips and counts lines that are not findings', async () => {
    const { folder, journal, reader } = await openJournal();
    await write(journal, recorded(1));
    const file = join(folder, 'findings.jsonl');
    appendFileSync(file, `not json\n{}\n${JSON.stringify({ ...recorded(2), severity: 'huge' })}\n\n`);
    appendFileSync(file, `"${'x'.repeat(3_000_000)}"\n${'y'.repeat(70_000)}\n`);
    await write(journal, recorded(3));
    for (const page of [await reader.query(), await reader.query({ since: timeAt(0) })]) {
      expect(page.findings.map((finding) => finding.id)).toEqual([3, 1].map(idOf));
      expect(page.scanned.skippedLines).toBe(6);
    }
    expect((await reader.summary()).total.findings).toBe(2);
    expect(await reader.tail(await reader.tailCursor('oldest'))).toMatchObject({
      lines: [recorded(1), recorded(3)],
      skippedLines: 6,
    });
    await journal.close();
  });

  test('reads findings of another writer that keeps to the schema, if not to the form', async () => {
    const { folder, journal, reader } = await openJournal();
    const { id, count, ...plain } = recorded(1);
    appendFileSync(join(folder, 'findings.jsonl'), `${JSON.stringify(plain)}\n${JSON.stringify(plain)}\n`);
    await write(journal, recorded(2));
    expect((await reader.query()).findings).toEqual([recorded(2), plain, plain]);
    expect((await reader.query({ since: timeAt(0), until: timeAt(1500) })).findings).toEqual([plain, plain]);
    expect((await reader.summary()).total).toEqual({ findings: 3, occurrences: 3 });
    expect([id, count]).toEqual([idOf(1), 1]);
    await journal.close();
  });

  test.each<[string, unknown, string]>([
    ['an unknown condition', { severities: ['low'] }, 'journal.query_invalid'],
    ['a limit of 0', { limit: 0 }, 'journal.query_invalid'],
    ['a limit of 1001', { limit: 1001 }, 'journal.query_invalid'],
    ['a time without a zone', { since: '2026-11-05T10:00:00' }, 'journal.query_invalid'],
    ['a second that no clock shows', { until: '2016-12-31T23:59:60Z' }, 'journal.time_invalid'],
    ['times in the wrong order', { since: timeAt(1), until: timeAt(0) }, 'journal.time_order'],
  ])('with %s is refused', async (_, query, code) => {
    const { journal, reader } = await openJournal();
    await expect(reader.query(query as FindingsQuery)).rejects.toMatchObject({ code });
    await journal.close();
  });
});

describe('a summary', () => {
  test('counts findings and occurrences by pattern, severity and direction, as a naive count does', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(60),
        fc.option(fc.constantFrom(timeAt(60_000), timeAt(600_000)), { nil: undefined }),
        async (history, since) => {
          const { journal, reader } = await openJournal({ maxFileBytes: 4_000, clock: () => START });
          const lines = linesOf(history);
          await write(journal, ...lines);
          const expected = newestLines(lines).filter((line) => fitsNaively(line, since === undefined ? {} : { since }));
          const summary = await reader.summary(since === undefined ? {} : { since });
          expect(summary.total).toEqual(sumOf(expected));
          for (const severity of ['low', 'medium', 'high', 'critical'] as const) {
            expect(summary.bySeverity[severity]).toEqual(sumOf(expected.filter((line) => line.severity === severity)));
          }
          expect(summary.byDirection.inbound).toEqual(sumOf(expected.filter((line) => line.direction === 'inbound')));
          expect(sumOf(summary.patterns.map(({ occurrences: count }) => ({ count }))).occurrences).toBe(
            summary.total.occurrences,
          );
          for (const { pattern, severity, direction, findings, occurrences } of summary.patterns) {
            const same = expected.filter((line) => line.pattern === pattern && line.severity === severity);
            expect({ findings, occurrences }).toEqual(sumOf(same.filter((line) => line.direction === direction)));
          }
          await journal.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});

function sumOf(lines: readonly { count: number }[]) {
  return { findings: lines.length, occurrences: lines.reduce((sum, line) => sum + line.count, 0) };
}
