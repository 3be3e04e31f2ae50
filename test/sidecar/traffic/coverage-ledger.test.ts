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
