import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingsJournal } from '../../../src/findings/journal/journal.js';
import type { FindingsReader } from '../../../src/findings/journal/query/reader.js';
import { idOf, recorded, timeAt } from '../samples.js';
import { filesIn, openJournal } from './folders.js';

const LINES = 200_000;

/** What is looked at, not how long it takes: that holds on any machine. `bench/journal.ts` measures time. */
describe('a journal of 200,000 lines', () => {
  let folder: string;
  let reader: FindingsReader;
  let journal: FindingsJournal;
  let bytes: number;

  beforeAll(async () => {
    ({ folder, reader, journal } = await openJournal({ maxFileBytes: 16 * 1024 * 1024 }));
    for (let n = 0; n < LINES; n++) {
      journal.append(recorded(n, n % 1000 === 0 ? { pattern: 'github_token', dest: 'rare.example.org:443' } : {}));
      if (n % 5000 === 0) await journal.flush();
    }
    await journal.flush();
    bytes = filesIn(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  });
  afterAll(async () => {
    await journal.close();
    rmSync(folder, { recursive: true });
  });

  test('answers the newest page from one small block', async () => {
    const { findings, scanned } = await reader.query();
    expect(findings[0]?.id).toBe(idOf(LINES - 1));
    expect(scanned).toMatchObject({ files: 1, lines: 50 });
    expect(scanned.bytes).toBeLessThanOrEqual(256 * 1024);
  });

  test('parses no line in search of what never occurs', async () => {
    for (const query of [
      { pattern: 'never_occurs' },
      { dest: 'nowhere.test' },
      { dest: 'NANOCLAW' },
      { agent: 'nobody' },
      { dest: '"' },
      { dest: 'é' },
      { dest: '\ud83d' },
    ]) {
      const { findings, scanned } = await reader.query(query);
      expect(findings).toEqual([]);
      expect(scanned).toMatchObject({ files: filesIn(folder).length, lines: 0, bytes });
    }
  });

  test('parses only the lines that fit', async () => {
    const { scanned } = await reader.query({ pattern: 'github_token', dest: 'Rare', limit: 1000 });
    expect(scanned).toMatchObject({ lines: LINES / 1000, skippedLines: 0 });
  });

  test('leaves out the files of another time', async () => {
    const until = timeAt(5_000_000);
    const { findings, scanned } = await reader.query({ until, limit: 1 });
    expect(findings[0]?.id).toBe(idOf(5000));
    expect(scanned.files).toBeLessThanOrEqual(2);
    expect(scanned.skippedFiles).toBeGreaterThanOrEqual(filesIn(folder).length - 2);
  });

  test('finds the same without the time ranges, or with wrong ones', async () => {
    const range = join(folder, 'findings-00000001.range.json');
    const before = readFileSync(range);
    for (const text of [
      '',
      '[]',
      '{"bytes":1,"earliest":"2030-01-01T00:00:00.000Z","latest":"2030-01-01T00:00:00.000Z"}',
    ]) {
      writeFileSync(range, text);
      expect((await reader.query({ until: timeAt(1_000_000), limit: 1 })).findings[0]?.id).toBe(idOf(1000));
    }
    writeFileSync(range, before);
  });

  test('is read whole at flat memory', async () => {
    const before = process.memoryUsage();
    let count = 0;
    let highest = 0;
    for await (const finding of reader.readAll({}, 'oldest-first')) {
      if (finding.id !== undefined) count++;
      if (count % 10_000 === 0) highest = Math.max(highest, process.memoryUsage().external);
    }
    expect(count).toBe(LINES);
    // Two readers with a block each, and what the collector has not taken yet; the journal has 100 MB.
    expect(highest - before.external).toBeLessThan(24 * 1024 * 1024);
  });

  test('resumes far pages without reading what came before', async () => {
    const page = await reader.query({ pattern: 'github_token', limit: 100 });
    const { nextCursor = '' } = page;
    const next = await reader.query({ pattern: 'github_token', limit: 100, cursor: nextCursor });
    expect(next.findings).toHaveLength(100);
    expect(page.scanned.bytes + next.scanned.bytes).toBeLessThan(bytes + 4 * 1024 * 1024);
  });
});
