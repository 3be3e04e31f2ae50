import { describe, expect, test } from '@jest/globals';
import { SILENT_AFTER_MS, statusOf, type ReceivedBeat } from '../../src/fleet/hosts.js';

const NOW = new Date('2026-11-05T12:00:00.000Z');

function beat(host: string, change: Partial<ReceivedBeat['beat']> = {}, ageMs = 5_000): ReceivedBeat {
  const at = new Date(NOW.getTime() - ageMs);
  return {
    host,
    at,
    beat: {
      at: at.toISOString(),
      state: 'watching',
      version: '1.0.0',
      rules: 'aaaa',
      started_at: '2026-11-01T00:00:00.000Z',
      warnings: [],
      findings_written: 7,
      ...change,
    },
  };
}

describe('hosts of a fleet are', () => {
  test('alive, degraded, paused, or silent whatever they said last', () => {
    const { hosts, counts } = statusOf(
      [
        beat('d', { state: 'degraded', warnings: ['status.pinned'] }),
        beat('a'),
        beat('c', { state: 'paused' }),
        beat('b', { state: 'degraded' }, SILENT_AFTER_MS + 1),
        beat('e', {}, SILENT_AFTER_MS),
      ],
      NOW,
    );
    expect(hosts.map(({ host, state }) => `${host} ${state}`)).toEqual([
      'a alive',
      'b silent',
      'c paused',
      'd degraded',
      'e alive',
    ]);
    expect(counts).toEqual({ alive: 2, degraded: 1, paused: 1, silent: 1 });
  });

  test('told apart by version and by what they look for', () => {
    const status = statusOf([beat('a'), beat('b', { rules: 'bbbb' }), beat('c', { version: '1.1.0' })], NOW);
    expect(status.versions).toEqual({ '1.0.0': ['a', 'b'], '1.1.0': ['c'] });
    expect(status.rule_sets).toEqual({ aaaa: ['a', 'c'], bbbb: ['b'] });
  });
});
