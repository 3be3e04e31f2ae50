import { describe, expect, test } from '@jest/globals';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { issueTestCertificate } from '../support/certificates.js';
import { curl } from '../support/curl.js';
import { until } from '../support/guardian.js';
import { originAuthority } from '../support/origin.js';
import { startTestProxy } from '../support/proxy.js';
import { basicOf, RawClient, startRawOrigin } from '../support/raw.js';
import { connectedTo, firstWords } from '../support/tunnel.js';

describe('inside CONNECT', () => {
  test('plain HTTP is observed', async () => {
    const origin = await startRawOrigin((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    const open = await startTestProxy({ allow: [`127.0.0.1:${origin.port}`] });
    const result = await curl(open.url, ['-p', `http://127.0.0.1:${origin.port}/tunnelled`]);
    expect(result.body.toString()).toBe('ok');
    await until(
      async () => open.flows,
      (flows) => flows[0]?.closed === true,
    );
    expect(open.flows[0]?.outbound.toString()).toContain('GET /tunnelled');
    await Promise.all([open.close(), origin.close()]);
  });

  test('a protocol in which the server speaks first is relayed, and counted as not TLS', async () => {
    const origin = await startRawOrigin((socket) => socket.end('bye\r\n'));
    const open = await startTestProxy({ allow: [`127.0.0.1:${origin.port}`] });
    const client = await connectedTo(open, origin.port, '127.0.0.1');
    client.write('\x01\x02 not any protocol\r\n');
    await client.until(({ ended }) => ended);
    expect(client.text).toMatch(/bye\r\n$/);
    client.close();
    await until(
      async () => open.events,
      (events) => events.length > 0,
    );
    expect(open.events).toContainEqual(expect.objectContaining({ kind: 'flow-ended' }));
    expect(open.events.at(-1)).toMatchObject({ end: { outcome: 'not_tls' } });
    await Promise.all([open.close(), origin.close()]);
  });

  test.each([
    ['waits for one', async () => '', { outcome: 'not_tls', bytesOut: 0, bytesIn: 0 }],
    ['speaks TLS', firstWords, { outcome: 'observed', bytesOut: 0, bytesIn: 0 }],
  ])('a server that ends without a word ends it for a client that %s', async (_what, words, end) => {
    const origin = createTcpServer((socket) => socket.on('error', () => undefined).end());
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    const { port } = origin.address() as AddressInfo;
    const open = await startTestProxy({ allow: [`localhost:${port}`] });
    const client = await connectedTo(open, port);
    client.write(await words());
    await client.until(({ ended }) => ended);
    client.socket.end();
    await until(
      async () => open.events,
      (events) => events.some(({ kind }) => kind === 'flow-ended'),
    );
    expect(open.events.at(-1)).toMatchObject({ kind: 'flow-ended', end });
    origin.close();
    await open.close();
  });

  test('a client that leaves behind its CONNECT without a word is not counted as one that does not speak TLS', async () => {
    const origin = await startRawOrigin((socket) => socket.on('error', () => undefined));
    const open = await startTestProxy({ allow: [`127.0.0.1:${origin.port}`] });
    const client = await connectedTo(open, origin.port, '127.0.0.1');
    client.socket.resetAndDestroy();
    await until(
      async () => open.events,
      (events) => events.some(({ kind }) => kind === 'flow-ended'),
    );
    expect(open.events.at(-1)).toMatchObject({ end: { outcome: 'observed', bytesOut: 0, bytesIn: 0 } });
    await Promise.all([open.close(), origin.close()]);
  });

  test('a server that ends at once inside of TLS still hears what came with the end of the handshake', async () => {
    const certificate = await issueTestCertificate(await originAuthority(), ['localhost']);
    let port = 0;
    const heard = new Promise<string>((resolve) => {
      const origin = createTlsServer({ ...certificate, allowHalfOpen: true }, (socket) => {
        let text = '';
        socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
        socket.once('end', () => resolve(text));
        socket.end();
        origin.close();
      });
      origin.listen(0, '127.0.0.1', () => (port = (origin.address() as AddressInfo).port));
    });
    await until(
      async () => port,
      (listening) => listening !== 0,
    );
    const open = await startTestProxy({ allow: [`localhost:${port}`] });
    const client = await connectedTo(open, port);
    client.socket.removeAllListeners('data');
    const tls = connectTls({ socket: client.socket, servername: 'localhost', ca: open.authority.certificatePem });
    tls.allowHalfOpen = true;
    tls.end('all that I have to say');
    await new Promise((resolve, reject) => tls.resume().once('end', resolve).once('error', reject));
    expect(await heard).toBe('all that I have to say');
    await open.close();
  });

  test.each([
    ['resets its connection', {}],
    // In TLS 1.3 the client is done before the server says that it wants a certificate (RFC 8446 §4.4.2.4).
    ['asks for a certificate of the client', { requestCert: true, rejectUnauthorized: true }],
  ])('a server that %s while the client is answered cuts the client off, which may wait for it', async (_what, how) => {
    const certificate = await issueTestCertificate(await originAuthority(), ['localhost']);
    const raws = new Map<number | undefined, Socket>();
    const origin = createTlsServer({ ...certificate, ...how }, (socket) => {
      socket.on('error', () => undefined);
      raws.get(socket.remotePort)?.resetAndDestroy();
    });
    origin.on('connection', (raw: Socket) => raws.set(raw.remotePort, raw));
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    const { port } = origin.address() as AddressInfo;
    const open = await startTestProxy({ allow: [`localhost:${port}`] });
    const client = await connectedTo(open, port);
    client.socket.removeAllListeners('data');
    const tls = connectTls({ socket: client.socket, servername: 'localhost', ca: open.authority.certificatePem });
    const outcome = await new Promise((resolve) => {
      tls.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
      tls.once('end', () => resolve('an orderly end')).resume();
    });
    expect(outcome).toBe('ECONNRESET');
    await until(
      async () => open.events,
      (events) => events.length > 0,
    );
    expect(open.events).toMatchObject([{ kind: 'flow-ended', end: { outcome: 'observed' } }]);
    origin.close();
    await open.close();
  });

  test('a destination that cannot be reached is said before the tunnel is promised', async () => {
    const origin = await startRawOrigin(() => undefined);
    const { port } = origin;
    await origin.close();
    const open = await startTestProxy({ allow: [`127.0.0.1:${port}`] });
    const client = new RawClient(open.port);
    client.write(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(open.url)}\r\n\r\n`);
    await client.until(({ ended }) => ended);
    expect(client.text).toMatch(/^HTTP\/1\.1 502 /);
    expect(client.text).toContain('ECONNREFUSED');
    await open.close();
  });
});

describe('the end of a connection is passed on', () => {
  async function tunnel(onData: Parameters<typeof startRawOrigin>[0]) {
    const origin = await startRawOrigin(onData);
    const open = await startTestProxy({ inspect: false, allow: [`127.0.0.1:${origin.port}`] });
    const client = await connectedTo(open, origin.port, '127.0.0.1');
    return { client, origin, close: () => Promise.all([open.close(), origin.close()]) };
  }

  test('half: the client has said all, the server goes on', async () => {
    const { client, close } = await tunnel((socket, heard) => {
      socket.removeAllListeners('end');
      socket.once('end', () => setTimeout(() => socket.end(`heard ${heard.length}`), 20));
    });
    client.write('twelve bytes');
    client.socket.end();
    await client.until(({ text }) => text.endsWith('heard 12'));
    await close();
  });

  test('as a reset: the client must not take a part for the whole', async () => {
    const { client, close } = await tunnel((socket) => {
      socket.write('part');
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    client.write('go');
    await client.until(({ closed }) => closed);
    expect({ error: client.error, ended: client.ended }).toEqual({ error: 'ECONNRESET', ended: false });
    await close();
  });
});
