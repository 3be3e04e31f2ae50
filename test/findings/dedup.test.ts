import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { Dedup } from '../../src/findings/dedup.js';
import type { FindingDraft, RecordedFinding } from '../../src/findings/finding.js';
import { draft, START, timeAt } from './samples.js';

const MINUTE = 60_000;

function recording(options: { windowMs?: number; maxOpenWindows?: number } = {}) {
  const lines: RecordedFinding[] = [];
  const time = { now: START };
  const dedup = new Dedup({ ...options, write: (line) => lines.push(line), clock: () => time.now });
  const observe = (fields: Partial<FindingDraft> = {}) =>
    dedup.observe(draft({ timestamp: new Date(time.now).toISOString(), ...fields }));
  return { lines, time, dedup, observe, counts: () => lines.map((line) => line.count) };
}

describe('dedup', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test('writes the first occurrence at once, with a new id', () => {
    const { lines, observe } = recording();
    observe();
    observe({ pattern: 'github_token' });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      count: 1,
      pattern: 'aws_access_key',
      schema_version: 'clawsec-traffic-finding/v1',
    });
    expect(lines[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(lines[0]?.id).not.toBe(lines[1]?.id);
  });

  test('counts repeats and writes the sum when the window closes', () => {
    const { lines, time, dedup, observe } = recording();
    for (let i = 0; i < 7; i++) {
      observe();
      time.now += MINUTE;
    }
    time.now = START + 10 * MINUTE;
    dedup.sweep();
    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual({ ...lines[0], count: 7, last_seen: timeAt(6 * MINUTE) });
  });

  test('an occurrence after the window is a new finding', () => {
    const { lines, time, observe } = recording();
    observe();
    time.now += 10 * MINUTE;
    observe();
    expect(lines.map((line) => line.count)).toEqual([1, 1]);
    expect(lines[0]?.id).not.toBe(lines[1]?.id);
  });

  test('a long run shows at 10, 100, 1000, and on flush', () => {
    const { dedup, observe, counts } = recording();
    for (let i = 0; i < 1234; i++) observe();
    expect(counts()).toEqual([1, 10, 100, 1000]);
    dedup.flush();
    dedup.flush();
    expect(counts()).toEqual([1, 10, 100, 1000, 1234]);
    observe();
    dedup.close();
    expect(counts()).toEqual([1, 10, 100, 1000, 1234, 1235]);
  });

  test.each<[string, Partial<FindingDraft>]>([
    ['pattern', { pattern: 'github_token' }],
    ['direction', { direction: 'inbound' }],
    ['destination', { dest: 'other.example.net:443' }],
    ['agent', { agent: 'second' }],
    ['fingerprint', { fingerprint: '0'.repeat(32) }],
    ['severity', { severity: 'low' }],
  ])('another %s is another finding', (_, fields) => {
    const { observe, counts } = recording();
    observe();
    observe(fields);
    observe(fields);
    expect(counts()).toEqual([1, 1]);
  });

  test('a host name in another case is the same destination', () => {
    const { observe, dedup, counts } = recording();
    observe({ dest: 'Paste.Example.NET:443' });
    observe();
    dedup.close();
    expect(counts()).toEqual([1, 2]);
  });

  test('keeps a bounded number of windows: the oldest is closed and written', () => {
    const { lines, observe, dedup } = recording({ maxOpenWindows: 3 });
    for (const agent of ['a', 'a', 'b', 'c', 'd']) observe({ agent });
    expect(dedup.openWindows).toBe(3);
    expect(lines.map((line) => `${line.agent}${line.count}`)).toEqual(['a1', 'b1', 'c1', 'a2', 'd1']);
  });

  describe('thousands of different values of one pattern between one agent group and one place', () => {
    const value = (n: number): string => n.toString(16).padStart(32, '0');

    test('are told apart up to a bound, and then counted in one finding that says so', () => {
      const { lines, time, observe, dedup } = recording();
      // However many windows the other places open, and whatever names are below the domain.
      for (let n = 0; n < 5_000; n++) observe({ fingerprint: value(n), dest: `x${n}.evil.example:443` });
      expect(lines.filter(({ fingerprint }) => fingerprint !== undefined)).toHaveLength(2_000);
      time.now += MINUTE;
      dedup.close();
      const flood = lines.filter(({ fingerprint }) => fingerprint === undefined);
      expect(new Set(flood.map(({ id }) => id)).size).toBe(1);
      expect(flood.at(-1)).toMatchObject({ count: 3_000, dest: 'x2000.evil.example:443' });
      expect(flood.at(-1)?.snippet).toMatch(/ … and other values$/);
      expect(dedup.folded).toBe(3_000);
    });

    test('hide no other: not a value that was there before, another agent, place or pattern', () => {
      const { lines, observe } = recording();
      for (let n = 0; n < 2_500; n++) observe({ fingerprint: value(n) });
      const before = lines.length;
      for (let n = 0; n < 9; n++) observe({ fingerprint: value(0) });
      expect(lines.slice(before)).toMatchObject([{ fingerprint: value(0), count: 10 }]);
      observe({ fingerprint: value(9_001), agent: 'other' });
      observe({ fingerprint: value(9_002), dest: 'elsewhere.example:443' });
      observe({ fingerprint: value(9_003), pattern: 'canary' });
      expect(lines.slice(before + 1).map(({ fingerprint }) => fingerprint)).toEqual([9_001, 9_002, 9_003].map(value));
    });

    test('are told apart again when the time is over', () => {
      const { lines, time, observe } = recording();
      for (let n = 0; n < 2_500; n++) observe({ fingerprint: value(n) });
      time.now += 10 * MINUTE;
      observe({ fingerprint: value(7_000) });
      expect(lines.at(-1)).toMatchObject({ fingerprint: value(7_000), count: 1 });
    });
  });

  test('a timer closes windows when nothing else happens, and does not keep the process alive', () => {
    jest.useFakeTimers();
    const lines: RecordedFinding[] = [];
    const dedup = new Dedup({ write: (line) => lines.push(line) });
    dedup.observe(draft());
    dedup.observe(draft());
    jest.advanceTimersByTime(10 * MINUTE);
    expect(lines.map((line) => line.count)).toEqual([1, 2]);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
    const before = process.getActiveResourcesInfo().length;
    new Dedup({ write: () => undefined }).observe(draft());
    expect(process.getActiveResourcesInfo()).toHaveLength(before);
  });

  test('a clock that is set back neither closes a window nor keeps it open', () => {
    const { time, observe, counts, dedup } = recording();
    observe();
    time.now -= 24 * 60 * MINUTE;
    observe();
    expect(dedup.openWindows).toBe(1);
    time.now += 10 * MINUTE;
    dedup.sweep();
    expect(counts()).toEqual([1, 2]);
    expect(dedup.openWindows).toBe(0);
  });

  test('whatever the events and the clock do, no occurrence is lost or counted twice', () => {
    const event = fc.oneof(
      { weight: 8, arbitrary: fc.record({ kind: fc.constant('observe' as const), key: fc.nat({ max: 5 }) }) },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('clock' as const), by: fc.integer({ min: -40, max: 40 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('flush' as const) }) },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300 }), fc.integer({ min: 1, max: 6 }), (events, maxOpenWindows) => {
        const { lines, time, dedup, observe } = recording({ windowMs: 25, maxOpenWindows });
        const seen = new Map<string, number>();
        for (const each of events) {
          if (each.kind === 'clock') time.now += each.by;
          else if (each.kind === 'sweep') dedup.sweep();
          else if (each.kind === 'flush') dedup.flush();
          else {
            const agent = `agent-${each.key}`;
            seen.set(agent, (seen.get(agent) ?? 0) + 1);
            observe({ agent });
            expect(dedup.openWindows).toBeLessThanOrEqual(maxOpenWindows);
          }
        }
        dedup.close();
        expect(dedup.openWindows).toBe(0);

        const newest = new Map<string, RecordedFinding>();
        for (const line of lines) {
          const before = newest.get(line.id);
          // The first line has count 1; each further one counts more and differs in nothing else.
          expect(line).toEqual(
            before === undefined
              ? { ...line, count: 1 }
              : { ...before, count: expect.any(Number), last_seen: expect.any(String) },
          );
          expect(line.count).toBeGreaterThan(before?.count ?? 0);
          expect((line.last_seen ?? line.timestamp) >= (before?.last_seen ?? line.timestamp)).toBe(true);
          newest.set(line.id, line);
        }
        const counted = new Map<string, number>();
        for (const { agent = '', count } of newest.values()) counted.set(agent, (counted.get(agent) ?? 0) + count);
        expect(counted).toEqual(seen);
      }),
      { numRuns: 300 },
    );
  });
});
