import { afterEach, describe, expect, test } from '@jest/globals';
import { startTestProxy, type TestProxy, type TestProxyOptions } from '../support/proxy.js';
import { basicOf, RawClient, startRawOrigin, type RawOrigin } from '../support/raw.js';

const SOON_MS = 300;
/** Well below the time that a client has, so that each byte would renew it if it counted. */
const TRICKLE_MS = 40;
/** A SOCKS5 greeting that offers one way of signing in: none (RFC 1928 §3). */
const GREETING_BYTES = 3;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

let proxy: TestProxy;
let origin: RawOrigin;
const clients: RawClient[] = [];
const timers: NodeJS.Timeout[] = [];

async function start(limits: TestProxyOptions['limits'], onData: Parameters<typeof startRawOrigin>[0]): Promise<void> {
  origin = await startRawOrigin(onData);
  proxy = await startTestProxy({ allow: [`127.0.0.1:${origin.port}`], ...(limits === undefined ? {} : { limits }) });
}

function connect(): RawClient {
  const client = new RawClient(proxy.port);
  clients.push(client);
  return client;
}

/** Sends the same byte again and again until the connection is closed. */
function trickle(client: RawClient, byte: string): void {
  timers.push(setInterval(() => !client.closed && client.write(byte), TRICKLE_MS));
}

const auth = (): string => `Proxy-Authorization: ${basicOf(proxy.url)}\r\n`;
const get = (path: string): string => `GET http://127.0.0.1:${origin.port}${path} HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`;
const connectTo = (): string => `CONNECT 127.0.0.1:${origin.port} HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`;
const answering: Parameters<typeof startRawOrigin>[0] = (socket) => socket.write(OK);

afterEach(async () => {
  for (const timer of timers.splice(0)) clearInterval(timer);
  for (const client of clients.splice(0)) client.close();
  await Promise.all([proxy.close(), origin.close()]);
});

describe('a client that takes its time is dropped', () => {
  test('that says nothing', async () => {
    await start({ handshakeTimeoutMs: SOON_MS }, answering);
    await connect().until(({ ended, closed }) => ended || closed);
    expect(proxy.events).toEqual([
      expect.objectContaining({ kind: 'malformed-request', reason: 'no request in time' }),
    ]);
  });

  test.each(['CONNECT 127.0.0.1:1 HTTP/1.1\r\nX-Slow: ', 'GET http://h/ HTTP/1.1\r\nX-Slow: '])(
    'that trickles its first request: %j',
    async (head) => {
      await start({ handshakeTimeoutMs: SOON_MS }, answering);
      const client = connect();
      client.write(head);
      trickle(client, 'a');
      await client.until(({ closed }) => closed);
      expect(client.text).toBe('');
    },
  );

  test('that trickles a later request', async () => {
    await start({ handshakeTimeoutMs: SOON_MS }, answering);
    const client = connect();
    client.write(get('/1'));
    await client.until(({ text }) => text.endsWith('ok'));
    client.write('GET http://h/ HTTP/1.1\r\nX-Slow: ');
    trickle(client, 'a');
    await client.until(({ closed }) => closed);
    expect(proxy.events).toContainEqual(expect.objectContaining({ reason: 'no complete request in time' }));
  });

  test('but not one whose head is complete in time, however long its body takes', async () => {
    let bodies = '';
    await start({ handshakeTimeoutMs: SOON_MS }, (socket, heard) => {
      bodies = heard.toString();
      if (bodies.endsWith('b'.repeat(20))) socket.write(OK);
    });
    const client = connect();
    client.write(get('/').replace('GET', 'POST').replace('\r\n\r\n', '\r\nContent-Length: 20\r\n\r\n'));
    trickle(client, 'b');
    await client.until(({ text }) => text.endsWith('ok'));
    expect(20 * TRICKLE_MS).toBeGreaterThan(2 * SOON_MS);
  });

  test('that trickles the hello of TLS', async () => {
    await start({ handshakeTimeoutMs: SOON_MS }, answering);
    const client = connect();
    client.write(connectTo());
    await client.until(({ text }) => text.includes('200'));
    // A handshake record of 512 bytes, begun with a ClientHello.
    client.write(Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]));
    trickle(client, '\0');
    await client.until(({ closed }) => closed);
    expect(origin.heard.every(({ length }) => length === 0)).toBe(true);
  });

  test.each([
    ['without a credential', () => 'GET http://h/ HTTP/1.1\r\n\r\n', '407'],
    ['without a credential, with CONNECT', () => 'CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n', '407'],
    ['to a forbidden place', () => `CONNECT 127.0.0.1:9 HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`, '403'],
  ])('that was refused and goes on sending: %s', async (_what, head, status) => {
    await start({}, answering);
    const client = connect();
    client.write(head());
    trickle(client, 'x');
    await client.until(({ closed }) => closed);
    expect(client.text).toContain(status);
  });
});

test.each([
  ['CONNECT', () => `CONNECT slow.example:443 HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`],
  ['plain HTTP', () => `GET http://slow.example/ HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`],
])('a name for which nobody answers is given up in time: %s', async (_what, head) => {
  origin = await startRawOrigin(answering);
  proxy = await startTestProxy({ lookUp: () => new Promise(() => undefined), limits: { connectTimeoutMs: SOON_MS } });
  const client = connect();
  client.write(head());
  await client.until(({ ended }) => ended);
  expect(client.text).toMatch(/^HTTP\/1\.1 504 /);
  expect(proxy.events).toMatchObject([{ kind: 'dial-failed', code: 'ETIMEDOUT' }]);
});

describe('a client that leaves while its destination is being reached', () => {
  /** A proxy behind another that does not answer in the time that a test has. */
  const behindSilence = async (
    onData: Parameters<typeof startRawOrigin>[0],
    scheme: 'http' | 'socks5' = 'http',
  ): Promise<RawClient> => {
    origin = await startRawOrigin(onData);
    proxy = await startTestProxy({
      upstream: `${scheme}://127.0.0.1:${origin.port}`,
      limits: { connectTimeoutMs: 600_000 },
    });
    const client = connect();
    client.write(`CONNECT slow.example:443 HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`);
    await waitFor(() => origin.heard[0]?.includes('slow.example') === true);
    return client;
  };
  const silent: Parameters<typeof startRawOrigin>[0] = () => undefined;
  const noPassword: Parameters<typeof startRawOrigin>[0] = (socket, heard) =>
    heard.length === GREETING_BYTES && socket.write(Buffer.of(5, 0));

  test.each([
    ['http', silent],
    ['socks5', noPassword],
  ] as const)('is noticed, and nothing is kept for it: %s', async (scheme, onData) => {
    (await behindSilence(onData, scheme)).socket.end();
    await waitFor(() => proxy.door.connections === 0);
    expect({ open: proxy.door.connections, told: proxy.events }).toMatchObject({
      open: 0,
      told: [{ kind: 'dial-failed', code: 'ABORT_ERR' }],
    });
  });

  test('has not left when it has said something and ended its side', async () => {
    let establish: () => void = () => undefined;
    const client = await behindSilence((socket) => {
      establish = () => socket.write('HTTP/1.1 200 OK\r\n\r\n');
    });
    client.socket.end('all that it has to say');
    // The proxy has read that once it has answered a client that came later.
    const later = connect();
    later.write('CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n');
    await later.until(({ ended }) => ended);
    establish();
    await waitFor(() => origin.heard[0]?.toString('latin1').endsWith('all that it has to say') === true);
    expect(origin.heard[0]?.toString('latin1')).toMatch(/\r\n\r\nall that it has to say$/);
  });
});

describe('a connection on which nothing moves is closed', () => {
  test.each([
    ['a tunnel before its first byte', connectTo, undefined],
    ['a tunnel', connectTo, '\u0001\u0002\u0003 some protocol\r\n'],
    ['plain HTTP', () => get('/'), undefined],
  ])('%s', async (_what, head, more) => {
    await start({ idleTimeoutMs: SOON_MS }, (socket, heard) => {
      if (heard.includes('GET ')) socket.write(OK);
    });
    const client = connect();
    client.write(head());
    await client.until(({ text }) => text.includes('200'));
    if (more !== undefined) client.write(more);
    await client.until(({ ended, closed }) => ended || closed);
    await waitFor(() => proxy.events.length > 0);
    expect(proxy.events).toEqual([expect.objectContaining({ kind: 'flow-ended' })]);
  });
});

describe('there is a limit to', () => {
  test('the head of a request', async () => {
    await start({}, answering);
    const plain = connect();
    plain.write(get('/').replace('\r\n\r\n', `\r\nX-Long: ${'a'.repeat(130 * 1024)}\r\n\r\n`));
    await plain.until(({ ended }) => ended);
    expect(plain.text).toMatch(/^HTTP\/1\.1 400 /);
    const tunnel = connect();
    tunnel.write(connectTo().replace('\r\n\r\n', `\r\nX-Long: ${'a'.repeat(130 * 1024)}\r\n\r\n`));
    await tunnel.until(({ ended, closed }) => ended || closed);
    expect(tunnel.text).toMatch(/^HTTP\/1\.1 4\d\d |^$/);
    expect(origin.heard).toEqual([]);
  });

  test('clients that say nothing: whoever does is let in before them', async () => {
    await start({ connections: 8 }, answering);
    const held = [connect(), connect()];
    for (const client of held) {
      client.write(connectTo());
      await client.until(({ text }) => text.includes('200'));
    }
    const silent = Array.from({ length: 6 }, connect);
    await silent[0]!.until(({ closed, ended }) => closed || ended);
    const speaking = connect();
    speaking.write(get('/'));
    await speaking.until(({ text }) => text.includes('200 OK'));
    expect(silent[1]!.closed || silent[1]!.ended).toBe(true);
    expect(held.some(({ closed, ended }) => closed || ended)).toBe(false);
    expect(proxy.events).toContainEqual({ kind: 'connection-limit', agent: undefined });
  });

  test('connections in all', async () => {
    await start({ connections: 3 }, answering);
    const held = [connect(), connect(), connect()];
    for (const client of held) {
      client.write(connectTo());
      await client.until(({ text }) => text.includes('200'));
    }
    const late = connect();
    await late.until(({ closed, ended }) => closed || ended);
    expect(proxy.events).toContainEqual({ kind: 'connection-limit', agent: undefined });
    held[0]!.close();
    await held[0]!.until(({ closed }) => closed);
    await waitFor(() => proxy.door.connections < 3);
    const next = connect();
    next.write(connectTo());
    await next.until(({ text }) => text.includes('200'));
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
