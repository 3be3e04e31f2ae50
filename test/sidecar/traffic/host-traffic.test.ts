import { describe, expect, test } from '@jest/globals';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Flow, FlowEnd } from '../../../src/proxy/flow.js';
import { HostTrafficFile, readHostTraffic } from '../../../src/sidecar/traffic/host-traffic-file.js';
import { HostTraffic } from '../../../src/sidecar/traffic/host-traffic.js';
import { START, temporaryFolder, timeAt } from '../../findings/samples.js';

const HOUR = 3_600_000;

function flowTo(host: string, agent = 'main'): Flow {
  const destination = { host, port: 443 };
  return { id: 'f', agent, source: '127.0.0.1:1', destination, scheme: 'https', alpn: undefined };
}

function end(host: string, bytesOut: number, bytesIn: number, agent?: string): FlowEnd {
  return { flow: flowTo(host, agent), outcome: 'observed', bytesOut, bytesIn };
}

/** Counts on a clock that the test sets. */
function counting(): { traffic: HostTraffic; at: (ms: number) => void } {
  let now = START;
  return { traffic: new HostTraffic(undefined, () => now), at: (ms) => (now = START + ms) };
}

describe('traffic by host', () => {
  test('adds up what each host was sent and what it sent, the largest first', () => {
    const { traffic } = counting();
    traffic.ended(end('a.example', 10, 20));
    traffic.ended(end('b.example', 1000, 0));
    traffic.ended(end('a.example', 1, 2, 'research'));
    traffic.covered(flowTo('a.example'), 25, 5);
    expect(traffic.report(START)).toEqual({
      begunAt: timeAt(0),
      hosts: [
        { host: 'b.example:443', firstSeen: timeAt(0), connections: 1, sent: 1000, received: 0, seen: 0, unseen: 0 },
        { host: 'a.example:443', firstSeen: timeAt(0), connections: 2, sent: 11, received: 22, seen: 25, unseen: 5 },
      ],
      total: { connections: 3, sent: 1011, received: 22, seen: 25, unseen: 5 },
      hasMore: false,
    });
    expect(traffic.report(START, 'research').hosts).toMatchObject([{ host: 'a.example:443', sent: 1 }]);
  });

  test('tells of a time by whole hours, and since when a host is known', () => {
    const { traffic, at } = counting();
    traffic.ended(end('a.example', 1, 0));
    at(5 * HOUR);
    traffic.ended(end('a.example', 2, 0));
    traffic.ended(end('b.example', 4, 0));
    const { hosts, total } = traffic.report(START + 4 * HOUR);
    expect(total.sent).toBe(6);
    expect(hosts.map(({ host, firstSeen }) => [host, firstSeen])).toEqual([
      ['b.example:443', timeAt(5 * HOUR)],
      ['a.example:443', timeAt(0)],
    ]);
    expect(traffic.report(START + 7 * HOUR).hosts).toEqual([]);
  });

  test('is kept for a week, also over a restart', () => {
    const { traffic, at } = counting();
    traffic.ended(end('a.example', 1, 0));
    at(7 * 24 * HOUR);
    traffic.ended(end('a.example', 2, 0));
    const again = new HostTraffic(structuredClone(traffic.record));
    expect(again.report(START)).toEqual(traffic.report(START));
    expect(again.report(START).total.sent).toBe(2);
    expect(again.report(START).hosts).toMatchObject([{ firstSeen: timeAt(0) }]);
  });

  test('remembers a thousand hosts one by one, the largest, and sums up the others, also over a restart', () => {
    const { traffic } = counting();
    traffic.ended(end('large.example', 1_000_000, 0));
    for (let n = 0; n < 1_200; n++) traffic.ended(end(`h${n}.example`, 1, 0));
    const { hosts, total, hasMore } = traffic.report(START);
    expect(hosts).toHaveLength(1_000);
    expect(hosts[0]).toMatchObject({ host: 'large.example:443' });
    expect(hosts.some(({ host }) => host === 'h0.example:443')).toBe(false);
    expect(total).toMatchObject({ connections: 1_201, sent: 1_001_200 });
    expect(hasMore).toBe(true);
    const again = new HostTraffic(structuredClone(traffic.record));
    expect(again.report(START)).toEqual(traffic.report(START));
    expect(again.report(START, 'main')).toMatchObject({ hasMore: true });
  });

  test('gives the place of a host that nobody used for a week to a smaller one', () => {
    const { traffic, at } = counting();
    traffic.ended(end('large.example', 1_000_000, 0));
    at(8 * 24 * HOUR);
    for (let n = 0; n < 1_000; n++) traffic.ended(end(`h${n}.example`, 1, 0));
    const { hosts, total, hasMore } = traffic.report(START + 7 * 24 * HOUR);
    expect(hosts).toHaveLength(1_000);
    expect({ sent: total.sent, hasMore }).toEqual({ sent: 1_000, hasMore: false });
  });

  test('keeps no name into which somebody put data', () => {
    const { traffic } = counting();
    traffic.ended(end('4f6e6365207570206120746d65.evil.example', 1, 0));
    expect(JSON.stringify(traffic.record)).not.toContain('4f6e63');
  });
});

describe('the file', () => {
  test('is written for its owner alone, and read again', async () => {
    const file = join(temporaryFolder(), 'traffic.json');
    const first = new HostTrafficFile({ file, onTrouble: (reason) => expect(reason).toBe('') });
    first.traffic.ended(end('a.example', 7, 0));
    await first.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = new HostTrafficFile({ file, onTrouble: () => undefined });
    expect(second.traffic.report(Date.now()).total.sent).toBe(7);
    await second.close();
  });

  test('begins anew when it is not what was written', () => {
    const file = join(temporaryFolder(), 'traffic.json');
    expect(readHostTraffic(file)).toBeUndefined();
    writeFileSync(file, '{"hosts":[{"host":1}]}');
    expect(readHostTraffic(file)).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toContain('hosts');
  });

  test('that cannot be written is told of once, and stops nobody', async () => {
    const troubles: string[] = [];
    const file = join(temporaryFolder(), 'no', 'such', 'folder', 'traffic.json');
    const kept = new HostTrafficFile({ file, onTrouble: (reason) => troubles.push(reason) });
    kept.traffic.ended(end('a.example', 7, 0));
    await kept.save();
    await kept.close();
    expect(troubles).toHaveLength(1);
  });
});
