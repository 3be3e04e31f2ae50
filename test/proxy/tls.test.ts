import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { execa } from 'execa';
import { createAuthority } from '../../src/proxy/certificates/authority.js';
import { issueTestCertificate, type TestCertificate } from '../support/certificates.js';
import { curl } from '../support/curl.js';
import { until } from '../support/guardian.js';
import { originAuthority } from '../support/origin.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf, RawClient, startRawOrigin } from '../support/raw.js';
import { hasTool, testWith } from '../support/tools.js';

interface SecureServer {
  readonly port: number;
  readonly server: Server;
}

async function serve(certificate: TestCertificate): Promise<SecureServer> {
  const server = createServer(certificate, (request, response) => response.end(`hello ${request.url}`));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

let folder: string;
let caFile: string;
let originCa: string;
let proxy: TestProxy;
let good: SecureServer;
let expired: SecureServer;
let wrongName: SecureServer;
let unknownIssuer: SecureServer;
let byAddress: SecureServer;
let all: SecureServer[];

beforeAll(async () => {
  const authority = await originAuthority();
  const stranger = await createAuthority('A stranger', 10);
  good = await serve(await issueTestCertificate(authority, ['localhost']));
  expired = await serve(await issueTestCertificate(authority, ['localhost'], { from: -10, to: -5 }));
  wrongName = await serve(await issueTestCertificate(authority, ['elsewhere.invalid']));
  unknownIssuer = await serve(await issueTestCertificate(stranger, ['localhost']));
  byAddress = await serve(await issueTestCertificate(authority, ['127.0.0.1']));
  all = [good, expired, wrongName, unknownIssuer, byAddress];
  proxy = await startTestProxy({
    allow: all.flatMap(({ port }) => [`localhost:${port}`, `127.0.0.1:${port}`]),
    tunnelHosts: ['*.tunnelled.invalid'],
  });
  folder = mkdtempSync(join(tmpdir(), 'tg-tls-'));
  caFile = join(folder, 'ca.pem');
  originCa = join(folder, 'origin.pem');
  writeFileSync(caFile, proxy.authority.certificatePem);
  writeFileSync(originCa, authority.certificatePem);
});
afterAll(async () => {
  await proxy.close();
  for (const { server } of all) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const trusting = (url: string, ...args: string[]) => curl(proxy.url, ['--cacert', caFile, ...args, url]);

describe('a server certificate that does not verify fails at the client, as it would have directly', () => {
  test.each([
    ['expired', () => expired],
    ['for another name', () => wrongName],
    ['of an unknown issuer', () => unknownIssuer],
  ])('%s', async (_what, server) => {
    const result = await trusting(`https://localhost:${server().port}/`);
    // curl's code for "the peer's certificate cannot be authenticated"
    expect(result.exitCode).toBe(60);
    expect(proxy.events).toContainEqual(
      expect.objectContaining({ kind: 'upstream-invalid', destination: { host: 'localhost', port: server().port } }),
    );
  });

  test('and a client that insists gets through, as it would have directly', async () => {
    const result = await trusting(`https://localhost:${expired.port}/x`, '-k');
    expect(result.body.toString()).toBe('hello /x');
  });

  test('and is not taken for a client that pins', () => {
    expect(proxy.policy.pinnedHosts()).toEqual([]);
  });
});

describe('a leaf certificate', () => {
  test('names an address when the client asked for one', async () => {
    const result = await trusting(`https://127.0.0.1:${byAddress.port}/ip`);
    expect(result.body.toString()).toBe('hello /ip');
  });

  test('is given to a client that sends no server name', async () => {
    const client = new RawClient(proxy.port);
    client.write(
      `CONNECT localhost:${good.port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(proxy.url)}\r\n\r\n`,
    );
    await client.until(({ text }) => text.includes('200 Connection Established'));
    client.socket.removeAllListeners('data');
    const tls = connectTls({
      socket: client.socket,
      ca: proxy.authority.certificatePem,
      checkServerIdentity: () => undefined,
    });
    await new Promise((resolve, reject) => tls.once('secureConnect', resolve).once('error', reject));
    expect(tls.getPeerCertificate().subjectaltname).toBe('DNS:localhost');
    // One that left now could be taken for one that refused it.
    tls.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
    await new Promise((resolve) => tls.once('data', resolve));
    tls.destroy();
  });

  test('names the host without the dot at its end that a client asked with', async () => {
    const client = await connectedTo(proxy, good.port);
    client.socket.removeAllListeners('data');
    const options = { socket: client.socket, ca: proxy.authority.certificatePem };
    const tls = connectTls({ ...options, servername: 'localhost.' });
    await new Promise((resolve, reject) => tls.once('secureConnect', resolve).once('error', reject));
    expect(tls.getPeerCertificate().subjectaltname).toBe('DNS:localhost');
    tls.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
    await new Promise((resolve) => tls.once('data', resolve));
    tls.destroy();
  });

  testWith(hasTool('openssl', ['version']), 'openssl')('is accepted by OpenSSL under its strictest rules', async () => {
    const { host: address } = new URL(proxy.url);
    const { stdout } = await execa(
      'openssl',
      [
        ...['s_client', '-connect', `localhost:${good.port}`, '-proxy', address, '-proxy_user', 'tester'],
        ...['-proxy_pass', 'env:TG_TOKEN', '-CAfile', caFile, '-x509_strict', '-verify_return_error'],
        ...['-servername', 'localhost', '-verify_hostname', 'localhost'],
      ],
      { input: 'Q\n', env: { TG_TOKEN: decodeURIComponent(new URL(proxy.url).password) } },
    );
    expect(stdout).toContain('Verify return code: 0 (ok)');
  });

  testWith(hasTool('python3'), 'Python')('is accepted by Python under VERIFY_X509_STRICT', async () => {
    const program = `
import http.client, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
context.verify_flags |= ssl.VERIFY_X509_STRICT
connection = http.client.HTTPSConnection('127.0.0.1', int(sys.argv[2]), context=context)
connection.set_tunnel('localhost', int(sys.argv[3]), {'Proxy-Authorization': sys.argv[4]})
connection.request('GET', '/py')
print(connection.getresponse().read().decode())`;
    const { stdout } = await execa('python3', [
      '-c',
      program,
      caFile,
      `${proxy.port}`,
      `${good.port}`,
      basicOf(proxy.url),
    ]);
    expect(stdout).toBe('hello /py');
  });
});

/** A client whose CONNECT was answered. */
async function connectedTo(through: TestProxy, port: number): Promise<RawClient> {
  const client = new RawClient(through.port);
  client.write(`CONNECT localhost:${port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(through.url)}\r\n\r\n`);
  await client.until(({ text }) => text.includes('200 Connection Established'));
  client.received = Buffer.alloc(0);
  return client;
}

/** What a TLS client says first. */
function firstWords(): Promise<Buffer> {
  return new Promise((resolve) => {
    const write = (chunk: Buffer): void => resolve(chunk);
    connectTls({ socket: new Duplex({ read: () => undefined, write }), servername: 'localhost' });
  });
}

/** One request through a proxy, in a session of before where there is one, and the ticket of the next. */
async function requestIn(through: TestProxy, port: number, session?: Buffer) {
  const client = await connectedTo(through, port);
  client.socket.removeAllListeners('data');
  const tls = connectTls({
    socket: client.socket,
    servername: 'localhost',
    ca: through.authority.certificatePem,
    ...(session === undefined ? {} : { session }),
  });
  const ticket = new Promise<Buffer>((resolve) => tls.once('session', resolve));
  tls.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  try {
    const answer = await new Promise<Buffer>((resolve, reject) => tls.once('data', resolve).once('error', reject));
    expect(answer.toString()).toContain('200 OK');
    const reused = tls.isSessionReused();
    // A resumed session need not bring another ticket.
    return { ticket: session ?? (await ticket), reused };
  } finally {
    tls.destroy();
  }
}

test('sessions are resumed on both sides', async () => {
  const resumedUpstream: boolean[] = [];
  const onSecure = (socket: TLSSocket): void => void resumedUpstream.push(socket.isSessionReused());
  good.server.on('secureConnection', onSecure);
  const fresh = await startTestProxy({ allow: [`localhost:${good.port}`] });
  const first = await requestIn(fresh, good.port);
  const second = await requestIn(fresh, good.port, first.ticket);
  expect({ first: first.reused, second: second.reused }).toEqual({ first: false, second: true });
  expect(resumedUpstream).toEqual([false, true]);
  good.server.off('secureConnection', onSecure);
  await fresh.close();
});

test('a session that began with a server that was verified is not resumed with one that is not', async () => {
  const changing = await serve(await issueTestCertificate(await originAuthority(), ['localhost']));
  const fresh = await startTestProxy({ allow: [`localhost:${changing.port}`] });
  const { ticket } = await requestIn(fresh, changing.port);
  // Somebody else answers in its place, who knows nothing of its sessions.
  changing.server.setSecureContext(await issueTestCertificate(await createAuthority('In between', 10), ['localhost']));
  changing.server.setTicketKeys(randomBytes(48));
  await expect(requestIn(fresh, changing.port, ticket)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  changing.server.close().closeAllConnections();
  await fresh.close();
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

test('the connection of a client whose server speaks no TLS is over when it has been told so', async () => {
  const origin = await startRawOrigin((socket) => socket.end('220 no TLS here\r\n'));
  const fresh = await startTestProxy({ allow: [`localhost:${origin.port}`] });
  const client = await connectedTo(fresh, origin.port);
  client.write(await firstWords());
  await client.until(({ ended }) => ended);
  // A fatal handshake_failure.
  expect([...client.received]).toEqual([21, 3, 3, 0, 2, 2, 40]);
  client.socket.end();
  await until(
    async () => fresh.door.connections,
    (connections) => connections === 0,
    5_000,
  );
  expect(fresh.door.connections).toBe(0);
  await Promise.all([fresh.close(), origin.close()]);
});

test.each([40, 42, 47, 48, 49, 50, 70, 71, 80, 112, 116, 120])(
  'a client hears with which alert the server has ended the handshake: %d',
  async (description) => {
    const alert = [21, 3, 3, 0, 2, 2, description];
    const origin = await startRawOrigin((socket) => socket.end(Buffer.from(alert)));
    const fresh = await startTestProxy({ allow: [`localhost:${origin.port}`] });
    const client = await connectedTo(fresh, origin.port);
    client.write(await firstWords());
    await client.until(({ ended }) => ended);
    expect([...client.received]).toEqual(alert);
    client.close();
    await Promise.all([fresh.close(), origin.close()]);
  },
);

test('an application protocol whose name is no ASCII is offered on and chosen as it is', async () => {
  // As the values of RFC 8701 are; of this length Node refuses to write it in UTF-8.
  const list = Buffer.concat([Buffer.of(200), Buffer.alloc(200, 0xfa)]);
  const name = 'ú'.repeat(200);
  const certificate = await issueTestCertificate(await originAuthority(), ['localhost']);
  const origin = createTlsServer({ ...certificate, ALPNProtocols: list }, (socket) => socket.end());
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  const { port } = origin.address() as AddressInfo;
  const fresh = await startTestProxy({ allow: [`localhost:${port}`] });
  const { socket: raw } = await connectedTo(fresh, port);
  const socket = connectTls({
    socket: raw,
    servername: 'localhost',
    ca: fresh.authority.certificatePem,
    ALPNProtocols: list,
  });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const chosen = await until(
    async () => fresh.flows[0]?.flow.alpn,
    (alpn) => alpn !== undefined,
  );
  expect({ client: socket.alpnProtocol, flow: chosen }).toEqual({ client: name, flow: name });
  socket.destroy();
  origin.close();
  await fresh.close();
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
      const client = new RawClient(fresh.port);
      client.write(
        `CONNECT localhost:${good.port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(fresh.url)}\r\n\r\n`,
      );
      await client.until(({ text }) => text.includes('200 Connection Established'));
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
    const greeting = await startRawOrigin(() => undefined);
    const client = new RawClient(open.port);
    client.write(
      `CONNECT 127.0.0.1:${origin.port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(open.url)}\r\n\r\n`,
    );
    await client.until(({ text }) => text.includes('200'));
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
    await Promise.all([open.close(), origin.close(), greeting.close()]);
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
    const client = new RawClient(open.port);
    client.write(
      `CONNECT 127.0.0.1:${origin.port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(open.url)}\r\n\r\n`,
    );
    await client.until(({ text }) => text.includes('\r\n\r\n'));
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
