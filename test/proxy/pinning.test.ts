import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { issueTestCertificate } from '../support/certificates.js';
import { curl } from '../support/curl.js';
import { until } from '../support/guardian.js';
import { originAuthority } from '../support/origin.js';
import { startTestProxy } from '../support/proxy.js';
import { startRawOrigin, type RawClient } from '../support/raw.js';
import { startSecureOrigin, type SecureOrigin } from '../support/secure-origin.js';
import { connectedTo, firstWords } from '../support/tunnel.js';

let folder: string;
let originCa: string;
let good: SecureOrigin;

beforeAll(async () => {
  good = await startSecureOrigin();
  folder = mkdtempSync(join(tmpdir(), 'tg-pin-'));
  originCa = join(folder, 'origin.pem');
  writeFileSync(originCa, (await originAuthority()).certificatePem);
});
afterAll(() => {
  good.server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a client that does not accept our certificate', () => {
  test('is noticed, reported, and tunnelled for that host from then on', async () => {
    const fresh = await startTestProxy({ allow: [`localhost:${good.port}`] });
    // This client trusts the real server's CA and not ours.
    const direct = ['--cacert', originCa, `https://localhost:${good.port}/pin`];
    expect((await curl(fresh.url, direct)).exitCode).toBe(60);
    await until(
      async () => fresh.policy.pinnedHosts(),
      (hosts) => hosts.length > 0,
    );
    expect(fresh.events).toContainEqual(expect.objectContaining({ kind: 'leaf-rejected', agent: 'tester' }));
    expect((await curl(fresh.url, direct)).body.toString()).toBe('hello /pin');
    expect(fresh.events.at(-1)).toMatchObject({ kind: 'flow-ended', end: { outcome: 'pinned' } });
    await fresh.close();
  });
});

describe('a client that is not there any more has refused nothing', () => {
  test.each([
    ['leaves', (client: RawClient) => client.socket.end()],
    ['is killed', (client: RawClient) => client.socket.resetAndDestroy()],
  ])('one that %s while the server is slow to answer its hello', async (_what, leave) => {
    const clients: RawClient[] = [];
    const slow = await startRawOrigin(() => clients.forEach(leave));
    const fresh = await startTestProxy({ allow: [`localhost:${slow.port}`] });
    const client = await connectedTo(fresh, slow.port);
    clients.push(client);
    client.write(await firstWords());
    await until(
      async () => fresh.events,
      (events) => events.length > 0,
    );
    expect(fresh.events).toMatchObject([{ kind: 'flow-ended', end: { bytesOut: 0, bytesIn: 0 } }]);
    expect(fresh.policy.pinnedHosts()).toEqual([]);
    await Promise.all([fresh.close(), slow.close()]);
  });

  test('one that falls silent when it has our certificate', async () => {
    const fresh = await startTestProxy({ allow: [`localhost:${good.port}`], limits: { handshakeTimeoutMs: 300 } });
    const client = await connectedTo(fresh, good.port);
    client.write(await firstWords());
    await client.until(({ closed, ended }) => closed || ended);
    await until(
      async () => fresh.events,
      (events) => events.length > 0,
    );
    expect(fresh.events).toMatchObject([{ kind: 'flow-ended' }]);
    expect(fresh.policy.pinnedHosts()).toEqual([]);
    await fresh.close();
  });

  test('one that is left by its server before it has said anything, however often', async () => {
    const certificate = await issueTestCertificate(await originAuthority(), ['localhost']);
    const busy = createTlsServer(certificate, (socket) => socket.end('421 too many connections\r\n'));
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as AddressInfo;
    const fresh = await startTestProxy({ allow: [`localhost:${port}`] });
    for (let time = 1; time <= 3; time++) {
      const client = await connectedTo(fresh, port);
      client.socket.removeAllListeners('data');
      const tls = connectTls({ socket: client.socket, servername: 'localhost', ca: fresh.authority.certificatePem });
      await new Promise((resolve, reject) => tls.resume().once('end', resolve).once('error', reject));
      tls.end();
      await until(
        async () => fresh.events,
        (events) => events.length === time,
      );
    }
    expect(fresh.events.map(({ kind }) => kind)).toEqual(['flow-ended', 'flow-ended', 'flow-ended']);
    expect(fresh.policy.pinnedHosts()).toEqual([]);
    busy.close();
    await fresh.close();
  });

  test('one that is ended while several of its connections have our certificate', async () => {
    const fresh = await startTestProxy({ allow: [`localhost:${good.port}`] });
    const clients = await Promise.all(Array.from({ length: 4 }, () => connectedTo(fresh, good.port)));
    for (const client of clients) client.write(await firstWords());
    await Promise.all(clients.map((client) => client.until(({ received }) => received.length > 0)));
    for (const client of clients) client.socket.end();
    await until(
      async () => fresh.events,
      (events) => events.length === clients.length,
    );
    expect(new Set(fresh.events.map(({ kind }) => kind))).toEqual(new Set(['flow-ended']));
    expect(fresh.policy.pinnedHosts()).toEqual([]);
    await fresh.close();
  });

  test('one that opens more connections than it needs, while it uses another', async () => {
    const fresh = await startTestProxy({ allow: [`localhost:${good.port}`] });
    const open = async (): Promise<TLSSocket> => {
      const { socket } = await connectedTo(fresh, good.port);
      socket.removeAllListeners('data');
      const tls = connectTls({ socket, servername: 'localhost', ca: fresh.authority.certificatePem });
      await new Promise((resolve, reject) => tls.once('secureConnect', resolve).once('error', reject));
      return tls;
    };
    const used = await open();
    used.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => used.once('data', resolve));
    for (let time = 1; time <= 3; time++) {
      (await open()).end();
      await until(
        async () => fresh.events,
        (events) => events.length === time,
      );
    }
    expect(fresh.events.map(({ kind }) => kind)).toEqual(['flow-ended', 'flow-ended', 'flow-ended']);
    expect(fresh.policy.pinnedHosts()).toEqual([]);
    used.destroy();
    await fresh.close();
  });

  test('but one that leaves when it has our certificate may have, and has when it does so again', async () => {
    const fresh = await startTestProxy({ allow: [`localhost:${good.port}`] });
    const outcomes: unknown[] = [];
    for (let time = 1; time <= 2; time++) {
      expect(fresh.policy.pinnedHosts()).toEqual([]);
      const client = await connectedTo(fresh, good.port);
      client.write(await firstWords());
      await client.until(({ received }) => received.length > 0);
      client.socket.end();
      const ends = () => fresh.events.filter((event) => event.kind === 'flow-ended');
      const [last] = (
        await until(
          async () => ends(),
          ({ length }) => length === time,
        )
      ).slice(-1);
      outcomes.push(last?.end.outcome);
    }
    expect(outcomes).toEqual(['observed', 'pinned']);
    expect(fresh.policy.pinnedHosts()).toMatchObject([
      { destination: { host: 'localhost', port: good.port }, code: 'closed' },
    ]);
    await fresh.close();
  });
});

describe('a client that pins', () => {
  test('is tried again after a while, which may have brought it our CA', async () => {
    const fresh = await startTestProxy({ allow: [`localhost:${good.port}`], pinnedForMs: 300 });
    const url = `https://localhost:${good.port}/again`;
    expect((await curl(fresh.url, ['--cacert', originCa, url])).exitCode).toBe(60);
    await until(
      async () => fresh.policy.pinnedHosts(),
      (hosts) => hosts.length === 0,
    );
    const ours = join(folder, 'fresh.pem');
    writeFileSync(ours, fresh.authority.certificatePem);
    expect((await curl(fresh.url, ['--cacert', ours, url])).body.toString()).toBe('hello /again');
    expect(fresh.flows.at(-1)?.flow.scheme).toBe('https');
    await fresh.close();
  });

  test('is noticed too when it finishes the handshake and leaves without a word, twice', async () => {
    const fresh = await startTestProxy({ allow: [`localhost:${good.port}`] });
    for (let time = 1; time <= 2; time++) {
      const client = await connectedTo(fresh, good.port);
      client.socket.removeAllListeners('data');
      // Node finishes the handshake and looks at the certificate then.
      const tls = connectTls({ socket: client.socket, servername: 'localhost', ca: [] });
      await new Promise((resolve) => tls.once('error', resolve));
      await until(
        async () => fresh.events,
        (events) => events.filter(({ kind }) => kind === 'flow-ended').length >= time,
      );
    }
    expect(fresh.policy.pinnedHosts()).toMatchObject([
      { agent: 'tester', destination: { host: 'localhost', port: good.port } },
    ]);
    await fresh.close();
  });
});

test.each(['LOCALHOST', 'local*'])('a host of "tunnelHosts" (%s) is never opened', async (glob) => {
  const fresh = await startTestProxy({ allow: [`localhost:${good.port}`], tunnelHosts: [glob] });
  const result = await curl(fresh.url, ['--cacert', originCa, `https://localhost:${good.port}/closed`]);
  expect(result.body.toString()).toBe('hello /closed');
  await until(
    async () => fresh.events,
    (events) => events.length > 0,
  );
  expect(fresh.flows).toEqual([]);
  expect(fresh.events).toMatchObject([{ kind: 'flow-ended', end: { outcome: 'tunnelled' } }]);
  await fresh.close();
});
