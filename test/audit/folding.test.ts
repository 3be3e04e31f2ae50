import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AuditEvent } from '../../src/audit/events.js';
import { verifyAudit } from '../../src/audit/verify.js';
import { entriesOf, openLog, START, stopped } from './logs.js';

const failure = (n: number): AuditEvent => ({ kind: 'authentication_failed', source: `10.0.${n >> 8}.${n & 255}` });

test('the first of many is written at once, the others as one line with their number', async () => {
  const { folder, log, time } = await openLog();
  for (let n = 0; n < 1000; n++) {
    log.record(failure(1));
    time.now += 5;
  }
  await log.flush();
  expect(entriesOf(folder)).toHaveLength(1);
  await log.close();
  const [first, others, ...more] = entriesOf(folder);
  expect(more).toEqual([]);
  expect(first).not.toHaveProperty('count');
  expect(others).toMatchObject({
    event: failure(1),
    count: 999,
    time: new Date(START + 5).toISOString(),
    last_time: new Date(START + 999 * 5).toISOString(),
  });
});

test('their number is written when the window ends, without anything further happening', async () => {
  const { folder, log } = await openLog({ foldMs: 20 });
  for (let n = 0; n < 3; n++) log.record(failure(1));
  for (let tries = 0; entriesOf(folder).length < 2 && tries < 500; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(entriesOf(folder).map(({ count }) => count)).toEqual([undefined, 2]);
  await log.close();
});

test('what only the operator can bring about is never folded', async () => {
  const { folder, log } = await openLog();
  for (let n = 0; n < 5; n++) log.record(stopped(1));
  await log.close();
  expect(entriesOf(folder)).toHaveLength(5);
});

test('a flood from ever new addresses costs a bounded number of lines, and each failure is counted', async () => {
  const { folder, log } = await openLog();
  for (let n = 0; n < 20_000; n++) log.record(failure(n % 5_000));
  log.record({ kind: 'connection_limited' });
  await log.close();
  const entries = entriesOf(folder);
  expect(entries.length).toBeLessThanOrEqual(64 * 2 + 2);
  expect(entries.map(({ event }) => event.kind)).toContain('many_events');
  expect(entries.at(-1)?.event).toMatchObject({ kind: 'many_events', of: 'authentication_failed' });
  const failures = entries.filter(({ event }) => event.kind !== 'connection_limited');
  expect(failures.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(20_000);
  expect((await verifyAudit(folder))?.intact).toBe(true);
});

describe('for any events in any order', () => {
  test('each occurrence is counted in exactly one line', async () => {
    const kind = fc.integer({ min: 0, max: 200 });
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { maxLength: 400 }), async (numbers) => {
        const { folder, log } = await openLog();
        for (const n of numbers) log.record(n < 180 ? failure(n) : stopped(n));
        await log.close();
        const entries = entriesOf(folder);
        expect(entries.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(numbers.length);
        expect(log.status).toMatchObject({ lost: 0, rejected: 0, waiting: 0, written: entries.length });
        expect((await verifyAudit(folder))?.intact ?? numbers.length === 0).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
