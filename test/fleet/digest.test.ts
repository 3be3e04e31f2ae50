import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/findings/finding.js';
import { digestOf } from '../../src/fleet/digest.js';
import { newestFindings, type FleetFinding } from '../../src/fleet/findings.js';
import { idOf, recorded, timeAt } from '../findings/samples.js';

const SHARED = 'f'.repeat(32);

function line(host: string, n: number, change: object = {}): FleetFinding {
  return { host, finding: { ...recorded(n), ...change } as unknown as Finding };
}

async function* stream(...lines: FleetFinding[]): AsyncGenerator<FleetFinding> {
  yield* lines;
}

describe('the digest of a fleet', () => {
  test('counts each finding once, however often it was published, and its repeats', async () => {
    const digest = await digestOf(
      stream(
        line('a', 1),
        line('b', 1),
        line('a', 1),
        line('a', 1, { count: 10 }),
        line('a', 1, { count: 4 }),
        line('b', 2, { severity: 'low', pattern: 'card_number' }),
      ),
    );
    expect(digest).toMatchObject({
      findings: 3,
      occurrences: 12,
      by_severity: { critical: 2, low: 1 },
      by_host: { a: 1, b: 2 },
      by_pattern: { aws_access_key: 2, card_number: 1 },
    });
    expect(Object.keys(digest.by_host)).toEqual(['b', 'a']);
  });

  test('makes one incident of a secret that leaves several hosts', async () => {
    const { incidents } = await digestOf(
      stream(
        line('b', 1, { fingerprint: SHARED, severity: 'high', timestamp: timeAt(5_000) }),
        line('a', 2, { fingerprint: SHARED, dest: 'other.example:443', timestamp: timeAt(1_000) }),
        line('a', 3, { fingerprint: SHARED, timestamp: timeAt(9_000) }),
        line('a', 4),
      ),
    );
    expect(incidents).toEqual([
      {
        fingerprint: SHARED,
        pattern: 'aws_access_key',
        severity: 'critical',
        hosts: ['a', 'b'],
        dests: ['other.example:443', 'paste.example.net:443'],
        first_seen: timeAt(1_000),
        last_seen: timeAt(9_000),
      },
    ]);
  });

  test('makes none of what came in, or left one host often', async () => {
    const { incidents } = await digestOf(
      stream(
        line('a', 1, { fingerprint: SHARED }),
        line('a', 2, { fingerprint: SHARED }),
        line('b', 3, { fingerprint: SHARED, direction: 'inbound' }),
      ),
    );
    expect(incidents).toEqual([]);
  });
});

test('the newest findings come first, each once in its newest form, and no more than asked for', async () => {
  const lines = [line('a', 1), line('a', 2), line('b', 3), line('a', 2, { count: 10 }), line('a', 2), line('b', 4)];
  const newest = await newestFindings(stream(...lines), 3);
  expect(newest.map(({ host, finding }) => [host, finding.id, finding.count])).toEqual([
    ['b', idOf(4), 1],
    ['a', idOf(2), 10],
    ['b', idOf(3), 1],
  ]);
});
