import { expect, test } from '@jest/globals';
import type { Flow } from '../../../src/proxy/flow.js';
import { CoverageLedger } from '../../../src/sidecar/coverage-ledger.js';

function flowTo(host: string): Flow {
  const destination = { host, port: 443 };
  return { id: 'f', agent: 'main', source: '127.0.0.1:1', destination, scheme: 'https', alpn: undefined };
}

test('the host with the most unseen bytes is named however many others there were since', () => {
  const ledger = new CoverageLedger();
  const tunnelled = (host: string, bytesOut: number): void =>
    ledger.unobserved({ flow: flowTo(host), outcome: 'tunnelled', bytesOut, bytesIn: 0 });
  tunnelled('large.example', 5_000);
  for (let n = 0; n < 3_000; n++) tunnelled(`h${n}.example`, 10);
  const { worstHosts, bytesUnseen } = ledger.report();
  expect(worstHosts[0]).toEqual({ host: 'large.example:443', outcome: 'tunnelled', bytesUnseen: 5_000 });
  expect(bytesUnseen).toBe(35_000);
});

test('a connection has one outcome, and what went by unseen of it counts under its own cause', () => {
  const ledger = new CoverageLedger();
  const lost = { seen: 100, truncated: 90_000, dropped: 20, unparsed: 3, unparsedReason: 'a reason' };
  ledger.observed(flowTo('busy.example'), lost);
  ledger.observed(flowTo('calm.example'), { ...lost, dropped: 0, unparsed: 0, unparsedReason: undefined });
  const { connections, bytesSeen, bytesUnseen, outcomes, worstHosts } = ledger.report();
  expect({ connections, bytesSeen, bytesUnseen }).toEqual({ connections: 2, bytesSeen: 200, bytesUnseen: 180_023 });
  expect(outcomes).toMatchObject({
    dropped: { connections: 1, bytesSeen: 100, bytesUnseen: 20 },
    unreadable: { connections: 0, bytesSeen: 0, bytesUnseen: 3 },
    truncated: { connections: 1, bytesSeen: 100, bytesUnseen: 180_000 },
  });
  expect(worstHosts.map(({ host, outcome, bytesUnseen }) => [host, outcome, bytesUnseen])).toEqual([
    ['busy.example:443', 'truncated', 90_000],
    ['calm.example:443', 'truncated', 90_000],
    ['busy.example:443', 'dropped', 20],
    ['busy.example:443', 'unreadable', 3],
  ]);
});
