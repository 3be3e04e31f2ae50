import { expect, test } from '@jest/globals';
import { statusForGroup } from '../../src/sidecar/gate/group-view.js';
import type { Status } from '../../src/sidecar/status.generated.js';

test('an agent group does not see where its operator sends findings', () => {
  const status = {
    pinned: [],
    coverage: { worst_hosts: [] },
    sinks: [{ id: 'otlp.collector', target: 'https://collector.example' }],
    warnings: [
      { code: 'status.sink_failing', message: 'The sink otlp.collector does not get through' },
      { code: 'status.paused', message: 'PAUSED' },
    ],
  } as unknown as Status;
  const shown = statusForGroup(status, 'main', { total: 0, low: 0, medium: 0, high: 0, critical: 0 });
  expect(JSON.stringify(shown)).not.toContain('collector');
  expect(shown.warnings.map(({ code }) => code)).toEqual(['status.paused']);
  expect(status.sinks).toHaveLength(1);
});
