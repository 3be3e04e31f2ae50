import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { networkInterfaces } from 'node:os';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf, RawClient, startRawOrigin, type RawOrigin } from '../support/raw.js';

/** This machine, in every way to say it that we know of. */
const FORBIDDEN = [
  '127.0.0.1',
  '127.1.2.3',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '017700000001',
  '0177.0.0.1',
  'localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '0.0.0.0',
  '0',
  '[::]',
  '169.254.169.254',
  '2852039166',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '224.0.0.1',
  '255.255.255.255',
];
const own = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .filter(({ internal }) => !internal)
  .map(({ address, family }) => (family === 'IPv6' ? `[${address.split('%')[0]}]` : address));

let proxy: TestProxy;
let behind: TestProxy;
let upstream: RawOrigin;
let here: RawOrigin;

beforeAll(async () => {
  // Something listens at the port that is asked for: a refusal is not a failed dial.
  here = await startRawOrigin((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
  upstream = await startRawOrigin((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
  proxy = await startTestProxy();
  behind = await startTestProxy({ upstream: `http://127.0.0.1:${upstream.port}` });
});
afterAll(async () => {
  await Promise.all([proxy.close(), behind.close(), here.close(), upstream.close()]);
});

async function ask(through: TestProxy, request: string): Promise<string> {
  const client = new RawClient(through.port);
  client.write(`${request} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(through.url)}\r\n\r\n`);
  await client.until(({ ended, closed }) => ended || closed);
  client.close();
  return client.text;
}

describe('refused with 403, a body that says why, and an event for the audit', () => {
  test.each([...FORBIDDEN, ...own])('%s', async (host) => {
    for (const request of [`GET http://${host}:${here.port}/`, `CONNECT ${host}:${here.port}`]) {
      const before = proxy.events.length;
      const answer = await ask(proxy, request);
      expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
      expect(answer).toContain('x-traffic-guardian: proxy.refused');
      expect(answer.split('\r\n\r\n')[1]).toMatch(/is not reachable through the Traffic Guardian: its address is /);
      expect(proxy.events.slice(before)).toEqual([
        expect.objectContaining({ kind: 'destination-refused', agent: 'tester' }),
      ]);
    }
    expect(here.heard).toEqual([]);
  });
});

describe('refused before an upstream proxy hears of it', () => {
  test.each([...FORBIDDEN, ...own, 'LOCALHOST.', 'a.localhost'])('%s', async (host) => {
    for (const request of [`GET http://${host}:${here.port}/`, `CONNECT ${host}:${here.port}`]) {
      expect(await ask(behind, request)).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    }
    expect(upstream.heard).toEqual([]);
  });
});
