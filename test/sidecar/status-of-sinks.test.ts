import { expect, test } from '@jest/globals';
import { sinkWarnings } from '../../src/sidecar/sending/status-of-sinks.js';
import type { Sidecar } from '../../src/sidecar/sidecar.js';
import type { SinkStatus } from '../../src/sinks/sink-status.js';

const AT = '2026-01-01T00:00:00.000Z';
const sink: SinkStatus = {
  id: 'webhook.chat',
  target: 'https://hooks.example',
  state: 'retrying',
  delivered: 0,
  refused: 0,
  lost_to_retention: 0,
  resets: 0,
  lag_lines: 50,
  failures: 1,
  beats_failed: 0,
  last_error: { code: 'HTTP_429', at: AT },
};

const warnings = (change: Partial<SinkStatus>): readonly string[] =>
  sinkWarnings({ sinks: { status: [{ ...sink, ...change }] } } as unknown as Sidecar).map(({ code }) => code);

test('a receiver that is away for a moment is no warning, and one that wants to be left alone for long is', () => {
  expect(warnings({ retry_at: '2026-01-01T00:00:00.700Z' })).toEqual([]);
  expect(warnings({ retry_at: '2026-01-01T00:10:00.000Z' })).toEqual(['status.sink_failing']);
  expect(warnings({ retry_at: '2026-01-01T00:00:04.000Z', failures: 3 })).toEqual(['status.sink_failing']);
  expect(warnings({ failures: 0, state: 'waiting' })).toEqual([]);
});
