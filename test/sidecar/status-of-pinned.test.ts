import { expect, test } from '@jest/globals';
import { statusForGroup } from '../../src/sidecar/gate/group-view.js';
import { pinnedWarnings } from '../../src/sidecar/status-of-pinned.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { saidOf } from '../../src/text/said.js';

const since = '2026-11-20T10:00:00.000Z';
const pinned = [
  { agent: 'one', host: 'pins.example:443', code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', since },
  { agent: 'two', host: 'pins.example:443', code: 'closed', since },
  { agent: 'one', host: 'cluster.example:6443', code: 'client_certificate', since },
  { agent: 'two', host: 'other-cluster.example:6443', code: 'client_certificate', since },
  { agent: 'two', host: 'rsa.example:443', code: 'ERR_SSL_NO_SHARED_CIPHER', since },
];

test('each cause for which a host is not opened is told with its own remedy', () => {
  expect(pinnedWarnings(pinned)).toEqual([
    { code: 'status.pinned', args: { count: 2, hosts: 'pins.example:443' } },
    {
      code: 'status.pinned_by_mutual_tls',
      args: { count: 2, hosts: 'cluster.example:6443, other-cluster.example:6443' },
    },
    { code: 'status.pinned_by_old_client', args: { count: 1, hosts: 'rsa.example:443' } },
  ]);
  expect(pinnedWarnings([])).toEqual([]);
});

test('an agent group is told of its own hosts alone', () => {
  const status = { pinned, coverage: {}, warnings: pinnedWarnings(pinned).map(saidOf) } as unknown as Status;
  const { warnings } = statusForGroup(status, 'one', { total: 0, low: 0, medium: 0, high: 0, critical: 0 });
  expect(warnings.map(({ code }) => code)).toEqual(['status.pinned_for_agents', 'status.pinned_by_mutual_tls']);
  expect(warnings[1]?.message).toContain('cluster.example:6443');
  expect(JSON.stringify(warnings)).not.toMatch(/other-cluster|rsa\.example|pins\.example/);
});
