import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { until } from '../support/guardian.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf, RawClient, startRawOrigin, type RawOrigin } from '../support/raw.js';

let origin: RawOrigin;
let other: RawOrigin;
let proxy: TestProxy;
let client: RawClient;
let answer: (socket: Socket, heard: Buffer) => void;

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
/** Answers each head with `text`. */
const always =
  (text: string) =>
  (socket: Socket, heard: Buffer): void => {
    if (heard.toString('latin1').endsWith('\r\n\r\n')) socket.write(text);
  };

beforeEach(async () => {
  origin = await startRawOrigin((socket, heard) => answer(socket, heard));
  other = await startRawOrigin(always(OK));
  proxy = await startTestProxy({ allow: [`127.0.0.1:${origin.port}`, `127.0.0.1:${other.port}`] });
  client = new RawClient(proxy.port);
  answer = always(OK);
});
afterEach(async () => {
  client.close();
  await Promise.all([proxy.close(), origin.close(), other.close()]);
});

const auth = (): string => `Proxy-Authorization: ${basicOf(proxy.url)}\r\n`;
const url = (path: string, server = origin): string => `http://127.0.0.1:${server.port}${path}`;

describe('what the server hears', () => {
  test('is the request as the client wrote it, in origin form and without what was meant for the proxy', async () => {
    client.write(
      `GET ${url('/a/../b%7a?x=|y&z=%zz')} HTTP/1.1\r\nhOsT: 127.0.0.1:${origin.port}\r\nX-Twice: 1\r\n` +
        `Proxy-Connection: keep-alive\r\n${auth()}x-twice:  2 \r\n\r\n`,
    );
    await client.until(({ text }) => text === OK);
    expect(origin.heard[0]?.toString('latin1')).toBe(
      `GET /a/../b%7a?x=|y&z=%zz HTTP/1.1\r\nhOsT: 127.0.0.1:${origin.port}\r\nX-Twice: 1\r\nx-twice: 2\r\n\r\n`,
    );
  });

  test('keeps the framing of a chunked body, for any method, with extensions and trailers', async () => {
    const body = '5;ext=1\r\nhello\r\n0\r\nX-Sum: abc\r\n\r\n';
    client.write(`DELETE ${url('/x')} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n${auth()}\r\n${body}`);
    await client.until(({ text }) => text === OK);
    expect(origin.heard[0]?.toString('latin1')).toBe(
      `DELETE /x HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
    );
  });

  test('has no fields that Connection names, and no Keep-Alive', async () => {
    client.write(
      `GET ${url('/')} HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nConnection: close, X-Private\r\n` +
        `X-Private: secret\r\nKeep-Alive: 5\r\n${auth()}\r\n`,
    );
    await client.until(({ text }) => text === OK);
    expect(origin.heard[0]?.toString('latin1')).toBe(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nConnection: close\r\n\r\n`,
    );
  });

  test.each([
    ['Content-Length: 2', 'hi'],
    ['Transfer-Encoding: chunked', '2\r\nhi\r\n0\r\n\r\n'],
  ])('keeps %s, by which it knows the end, though Connection names it', async (field, body) => {
    answer = (socket) => socket.write(OK);
    const named = field.split(':')[0] ?? '';
    client.write(
      `POST ${url('/')} HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nConnection: keep-alive, ${named}\r\n` +
        `${field}\r\n${auth()}\r\n${body}`,
    );
    await until(
      async () => origin.heard[0]?.toString('latin1') ?? '',
      (heard) => heard.endsWith(body),
    );
    expect(origin.heard[0]?.toString('latin1')).toBe(
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\n${field}\r\nConnection: keep-alive\r\n\r\n${body}`,
    );
  });

  test('names the host of the URL, whatever the Host field says', async () => {
    client.write(`GET ${url('/')} HTTP/1.1\r\nHost: elsewhere.invalid\r\n${auth()}\r\n`);
    await client.until(({ text }) => text === OK);
    expect(origin.heard[0]?.toString('latin1')).toContain(`Host: 127.0.0.1:${origin.port}\r\n`);
    expect(origin.heard[0]?.toString('latin1')).not.toContain('elsewhere');
  });
});

describe('what the client gets back', () => {
  test.each([
    ['interim answers', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['odd reasons, cases and spaces', 'HTTP/1.1 299 Made  Up\r\nx-ODD:a\r\nContent-length:1\r\n\r\nx'],
    ['trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-T: y\r\n\r\n'],
    ['an answer without a reason', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n'],
  ])('are the bytes that the server wrote: %s', async (_what, text) => {
    answer = always(text);
    client.write(`GET ${url('/')} HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`);
    await client.until(({ received }) => received.length >= text.length);
    expect(client.text).toBe(text);
  });

  test('the head comes before the first byte of the body', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n';
    answer = (socket, heard) => {
      if (heard.toString().endsWith('\r\n\r\n')) socket.write(head);
    };
    client.write(`GET ${url('/')} HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`);
    await client.until(({ text }) => text === head);
  });

  test('100 Continue comes from the server, and only then the body is sent', async () => {
    answer = (socket, heard) => {
      const text = heard.toString('latin1');
      if (text.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      if (text.endsWith('body')) socket.write(OK);
    };
    client.write(`POST ${url('/')} HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n${auth()}\r\n`);
    await client.until(({ text }) => text.startsWith('HTTP/1.1 100'));
    client.write('body');
    await client.until(({ text }) => text.endsWith('ok'));
  });

  test('an upgrade turns the connection into the other protocol', async () => {
    answer = (socket, heard) => {
      if (heard.toString('latin1').endsWith('\r\n\r\n')) {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nhi');
      } else {
        socket.write(heard.subarray(-4));
      }
    };
    client.write(`GET ${url('/')} HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: echo\r\n${auth()}\r\n`);
    await client.until(({ text }) => text.endsWith('hi'));
    client.write('ping');
    await client.until(({ text }) => text.endsWith('ping'));
    expect(origin.heard[0]?.toString('latin1')).toContain('Connection: upgrade\r\n');
  });

  test('an answer that runs until close ends the connection', async () => {
    answer = (socket) => void socket.end('HTTP/1.0 200 OK\r\n\r\nall');
    client.write(`GET ${url('/')} HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`);
    await client.until(({ ended }) => ended);
    expect(client.text).toMatch(/all$/);
  });
});

describe('one connection', () => {
  test('serves requests to the same server over one connection, and to another server over another', async () => {
    for (const [index, server] of [origin, origin, other, origin].entries()) {
      client.write(`GET ${url(`/${index}`, server)} HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`);
      await client.until(({ text }) => text === OK.repeat(index + 1));
    }
    expect(origin.heard.length).toBe(2);
    expect(other.heard.length).toBe(1);
  });

  test('serves pipelined requests to two servers in order', async () => {
    const request = (server: RawOrigin): string => `GET ${url('/', server)} HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`;
    client.write([origin, other, origin].map(request).join(''));
    await client.until(({ text }) => text === OK.repeat(3));
  });

  test('is authenticated with each request', async () => {
    client.write(`GET ${url('/1')} HTTP/1.1\r\nHost: h\r\n${auth()}\r\n`);
    await client.until(({ text }) => text === OK);
    client.write(`GET ${url('/2')} HTTP/1.1\r\nHost: h\r\n\r\n`);
    await client.until(({ ended }) => ended);
    expect(client.text).toContain('HTTP/1.1 407');
    expect(client.text).toContain('proxy-authenticate: Basic');
    expect(origin.heard[0]?.toString()).not.toContain('/2');
  });
});

describe('refused with a reason', () => {
  test.each([
    ['a path alone', 'GET / HTTP/1.1\r\nHost: h\r\n', 400, 'proxy.not_absolute'],
    ['another scheme', 'GET https://example.invalid/ HTTP/1.1\r\nHost: h\r\n', 400, 'proxy.other_scheme'],
    ['two lengths', 'GET http://h/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n', 400, 'proxy.malformed'],
    [
      'a length with chunks',
      'POST http://h/ HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n',
      400,
      'proxy.malformed',
    ],
    [
      'a blank behind the name of a field',
      'POST http://h/ HTTP/1.1\r\nTransfer-Encoding : chunked\r\n',
      400,
      'proxy.malformed',
    ],
    ['a CR inside a line', 'POST http://h/ HTTP/1.1\r\nX: a\rContent-Length: 1\r\n', 400, 'proxy.malformed'],
    ['not HTTP', 'hello there\r\n', 400, 'proxy.malformed'],
    ['loopback', 'GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: h\r\n', 403, 'proxy.refused'],
    ['a name that does not exist', 'GET http://nowhere.invalid/ HTTP/1.1\r\nHost: h\r\n', 502, 'proxy.not_found'],
  ])('%s', async (_what, head, status, code) => {
    client.write(`${head}${auth()}\r\n`);
    await client.until(({ ended }) => ended);
    expect(client.text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(client.text).toContain(`x-traffic-guardian: ${code}`);
  });

  test('TLS with the proxy itself is answered at once: the client waits for us, and no line ends in its hello', async () => {
    const failure = await new Promise<Error>((resolve) => {
      connect({ host: '127.0.0.1', port: proxy.port, rejectUnauthorized: false }).on('error', resolve);
    });
    expect(failure).toMatchObject({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
    expect(proxy.events).toContainEqual(
      expect.objectContaining({ kind: 'malformed-request', reason: expect.stringContaining('http://') }),
    );
  });

  test('a client that trickles its head is cut off', async () => {
    await proxy.close();
    proxy = await startTestProxy({ limits: { handshakeTimeoutMs: 300 } });
    client.close();
    client = new RawClient(proxy.port);
    const timer = setInterval(() => client.write('G'), 50);
    await client.until(({ closed }) => closed);
    clearInterval(timer);
    expect(proxy.events).toContainEqual(expect.objectContaining({ kind: 'malformed-request' }));
  });
});
