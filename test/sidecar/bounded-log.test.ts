import { afterAll, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BoundedLog, type BoundedLogEvent, type BoundedLogOptions } from '../../src/sidecar/bounded-log.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const START = Date.UTC(2026, 10, 5, 10);

function openBounded(options: Partial<BoundedLogOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tg-log-'));
  folders.push(folder);
  const time = { now: START };
  const events: BoundedLogEvent[] = [];
  const bounds = { maxFileBytes: 1000, maxTotalBytes: 4000, maxAgeDays: 30 };
  const file = join(folder, 'log', 'sidecar.log');
  const log = new BoundedLog({ file, ...bounds, clock: () => time.now, ...options });
  log.report = (event) => events.push(event);
  return { folder: join(folder, 'log'), file, time, events, log };
}

const line = (n: number): string => `${JSON.stringify({ n, text: 'x'.repeat(80) })}\n`;
const bytesIn = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

test('all files together stay within their bound, whatever is written, and the newest lines are kept', () => {
  const { folder, file, log, events } = openBounded();
  for (let n = 0; n < 500; n++) {
    log.write(line(n));
    expect(bytesIn(folder)).toBeLessThanOrEqual(4000);
  }
  expect(readFileSync(file, 'utf8')).toContain('"n":499');
  expect(events.every(({ kind }) => kind === 'deleted')).toBe(true);
  expect(log).toMatchObject({ lost: 0, health: 'ok' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('what was written to long ago is deleted', () => {
  const { folder, time, log, events } = openBounded();
  for (let n = 0; n < 20; n++) log.write(line(n));
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), START / 1000, START / 1000);
  time.now += 31 * 24 * 60 * 60_000;
  log.sweep();
  expect(readdirSync(folder)).toEqual(['sidecar.log']);
  expect(events.at(-1)).toMatchObject({ kind: 'deleted', bound: 'age' });
});

test('a folder that is removed is made again within a second', () => {
  const { folder, file, time, log } = openBounded();
  log.write(line(1));
  rmSync(folder, { recursive: true });
  time.now += 1_000;
  log.write(line(2));
  expect(readFileSync(file, 'utf8')).toBe(line(2));
});

test('what cannot be written is counted and said once, and writing resumes by itself', () => {
  const { folder, file, time, log, events } = openBounded();
  writeFileSync(folder, 'a file where the folder should be');
  for (let n = 0; n < 10; n++) log.write(line(n));
  expect(log.lost).toBe(10);
  expect(log.health).not.toBe('ok');
  rmSync(folder);
  time.now += 1_000;
  log.write(line(11));
  expect(readFileSync(file, 'utf8')).toBe(line(11));
  expect(events).toEqual([
    { kind: 'degraded', code: expect.any(String) },
    { kind: 'recovered', lost: 10 },
  ]);
});

test('a log that nobody writes to goes on by itself, with a line that says what was lost', () => {
  jest.useFakeTimers();
  try {
    const { folder, file, time, events, log } = openBounded({ lossLine: (lost) => `{"lost":${lost}}\n` });
    writeFileSync(folder, 'in the way of the folder');
    log.write(line(1));
    log.write(line(2));
    time.now += 10_000;
    jest.advanceTimersByTime(10_000);
    expect(log).toMatchObject({ lost: 2, health: 'ENOTDIR' });
    rmSync(folder);
    time.now += 2_000;
    jest.advanceTimersByTime(2_000);
    expect(log).toMatchObject({ lost: 2, health: 'ok' });
    expect(events).toEqual([
      { kind: 'degraded', code: 'ENOTDIR' },
      { kind: 'recovered', lost: 2 },
    ]);
    jest.advanceTimersByTime(10_000);
    expect(readFileSync(file, 'utf8')).toBe('{"lost":2}\n');
  } finally {
    jest.useRealTimers();
  }
});
