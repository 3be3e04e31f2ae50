import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AuditEntry, AuditEvent } from '../../src/audit/events.js';
import { pausesOf } from '../../src/report/pauses.js';
import { FindingsTally } from '../../src/report/tally.js';
import { stepsBetween } from '../../src/report/time-steps.js';
import { findingOf, SINCE, UNTIL } from './content.js';

describe('steps of time', () => {
  test('cover any period, are equally long, and are at most about ninety', () => {
    const time = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(time, time, (a, b) => {
        const [since, until] = [new Date(Math.min(a, b)), new Date(Math.max(a, b))];
        const { starts, stepMs } = stepsBetween(since, until);
        expect(starts.length).toBeLessThanOrEqual(92);
        expect(starts[0]).toBeLessThanOrEqual(since.getTime());
        expect(starts.at(-1)! + stepMs).toBeGreaterThan(until.getTime());
        for (let i = 1; i < starts.length; i++) expect(starts[i]! - starts[i - 1]!).toBe(stepMs);
      }),
    );
  });
});

describe('the tally', () => {
  test('counts every finding once in each view', () => {
    const tally = new FindingsTally(SINCE, UNTIL);
    const findings = Array.from({ length: 500 }, (_, n) => findingOf(n));
    for (const finding of findings) tally.add(finding);
    const { timeline, bySeverity, patterns, destinations, agents, occurrences, ...result } = tally.result();
    const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
    expect(result.findings).toBe(500);
    expect(occurrences).toBe(sum(findings.map(({ count = 1 }) => count)));
    expect(sum(Object.values(timeline.counts).flat())).toBe(500);
    expect(sum(Object.values(bySeverity))).toBe(500);
    for (const { top, others } of [patterns, destinations, agents]) {
      expect(sum(top.map((each) => each.findings)) + others).toBe(500);
    }
  });

  test('puts what began before the period to its beginning', () => {
    const tally = new FindingsTally(SINCE, UNTIL);
    tally.add(findingOf(1, { timestamp: '2026-01-01T00:00:00.000Z', severity: 'low', last_seen: UNTIL.toISOString() }));
    expect(tally.result().timeline.counts.low[0]).toBe(1);
  });

  test('names the most frequent, and counts what it does not name, however many names somebody invents', () => {
    const tally = new FindingsTally(SINCE, UNTIL);
    for (let n = 0; n < 12_000; n++) tally.add(findingOf(n, { dest: `${n}.example:443` }));
    for (let n = 0; n < 5; n++) tally.add(findingOf(n, { dest: '7.example:443' }));
    const { top, others } = tally.result().destinations;
    expect(top).toHaveLength(12);
    expect(top[0]).toEqual({ name: '7.example:443', findings: 6 });
    expect(others).toBe(12_005 - 6 - 11);
  });

  test('lets nothing through that changes the direction of writing', () => {
    const tally = new FindingsTally(SINCE, UNTIL);
    tally.add(findingOf(1, { dest: '\u202emoc.live:443' }));
    expect(tally.result().rows[0]?.dest).toBe('?moc.live:443');
  });
});

describe('pauses', () => {
  const entry = (time: string, event: AuditEvent): AuditEntry => ({ time, event }) as AuditEntry;
  const paused = (time: string, until: string): AuditEntry =>
    entry(time, { kind: 'monitoring_paused', until, reason: 'why' });

  test('end when they were ended, and last until their time otherwise', () => {
    const entries = [
      paused('2026-11-01T10:00:00.000Z', '2026-11-01T11:00:00.000Z'),
      entry('2026-11-01T10:05:00.000Z', { kind: 'monitoring_resumed', cause: 'operator', paused_ms: 300_000 }),
      paused('2026-11-02T10:00:00.000Z', '2026-11-02T11:00:00.000Z'),
    ];
    expect(pausesOf(entries)).toMatchObject([
      { began: '2026-11-01T10:00:00.000Z', ended: '2026-11-01T10:05:00.000Z', isOver: true },
      { began: '2026-11-02T10:00:00.000Z', ended: '2026-11-02T11:00:00.000Z', isOver: false },
    ]);
  });

  test('an end whose beginning is out of sight is no pause', () => {
    expect(
      pausesOf([entry('2026-11-01T10:05:00.000Z', { kind: 'monitoring_resumed', cause: 'expired', paused_ms: 1 })]),
    ).toEqual([]);
  });
});
