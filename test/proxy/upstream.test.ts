import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { issueTestCertificate } from '../support/certificates.js';
import { curl } from '../support/curl.js';
import { until } from '../support/guardian.js';
import { originAuthority, startHttpOrigin, startHttpsOrigin, type Origin } from '../support/origin.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf, RawClient, startRawOrigin } from '../support/raw.js';
import { startHttpUpstream, startSocksUpstream, type UpstreamUnderTest } from '../support/upstreams.js';

let plain: Origin;
let secure: Origin;
let proxy: TestProxy | undefined;
let upstream: UpstreamUnderTest | undefined;

beforeEach(async () => {
  plain = await startHttpOrigin((request, response) => response.end(`plain ${request.url}`));
  secure = await startHttpsOrigin((request, response) => response.end(`secure ${request.url}`));
});
afterEach(async () => {
  await Promise.all([proxy?.close(), upstream?.close(), plain.close(), secure.close()]);
});

async function behind(url: string): Promise<(target: string, ...args: string[]) => ReturnType<typeof curl>> {
  const allow = [plain, secure].map(({ port }) => `localhost:${port}`);
  proxy = await startTestProxy({ upstream: url, allow });
  const { url: proxyUrl } = proxy;
  return (target, ...args) => curl(proxyUrl, ['-k', ...args, target]);
}

const BASIC = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;

describe('through', () => {
  test('an HTTP proxy with credentials', async () => {
    upstream = await startHttpUpstream();
    const get = await behind(`http://user:p%40ss@127.0.0.1:${upstream.port}`);
    expect((await get(`${plain.url}/a`)).body.toString()).toBe('plain /a');
    expect((await get(`${secure.url}/b`)).body.toString()).toBe('secure /b');
    expect(upstream.asked).toEqual([`GET ${plain.url}/a`, `CONNECT localhost:${secure.port}`]);
    expect(upstream.credentials).toEqual([BASIC, BASIC]);
  });

  test('an HTTPS proxy, whose certificate is verified', async () => {
    const certificate = await issueTestCertificate(await originAuthority(), ['localhost']);
    upstream = await startHttpUpstream({ tls: certificate });
    const get = await behind(`https://user:p%40ss@localhost:${upstream.port}`);
    expect((await get(`${plain.url}/a`)).body.toString()).toBe('plain /a');
    expect((await get(`${secure.url}/b`)).body.toString()).toBe('secure /b');
  });

  test('a SOCKS5 proxy, which resolves names', async () => {
    upstream = await startSocksUpstream();
    const get = await behind(`socks5://user:p%40ss@127.0.0.1:${upstream.port}`);
    expect((await get(`${plain.url}/a`)).body.toString()).toBe('plain /a');
    expect((await get(`${secure.url}/b`)).body.toString()).toBe('secure /b');
    expect(upstream.asked).toEqual([`SOCKS localhost:${plain.port}`, `SOCKS localhost:${secure.port}`]);
    expect(upstream.credentials[0]).toContain('user');
  });
});

test.each(['a tunnel', 'a plain request'])(
  'a client that resets %s through an HTTPS proxy takes nothing with it but its own connection',
  async (way) => {
    const certificate = await issueTestCertificate(await originAuthority(), ['localhost']);
    const raw = await startRawOrigin((socket, heard) => {
      if (heard.toString('latin1').endsWith('\r\n\r\n')) socket.write('HTTP/1.1 200 OK\r\n\r\n');
    }, certificate);
    proxy = await startTestProxy({ upstream: `https://localhost:${raw.port}` });
    const { url, door, port, events } = proxy;
    const target = way === 'a tunnel' ? 'CONNECT far.example:80' : 'POST http://far.example/';
    const client = new RawClient(port);
    const head = `Host: far.example\r\nContent-Length: 100\r\nProxy-Authorization: ${basicOf(url)}\r\n\r\n`;
    client.write(`${target} HTTP/1.1\r\n${head}`);
    await client.until(({ text }) => text.endsWith('\r\n\r\n'));
    client.write('part of it');
    await until(
      async () => raw.heard[0]!.toString('latin1'),
      (heard) => heard.endsWith('part of it'),
    );
    client.socket.resetAndDestroy();
    const left = await until(
      async () => door.connections,
      (connections) => connections === 0,
    );
    expect({ left, ended: events.map(({ kind }) => kind) }).toEqual({ left: 0, ended: ['flow-ended'] });
    await raw.close();
  },
);

describe('a SOCKS proxy that gives no connection is told apart by why', () => {
  const WITH_PASSWORD = [5, 2];
  const SIGNED_IN = [1, 0];
  const ANSWER = [0, 1, 0, 0, 0, 0, 0, 0];
  test.each<[string, string, ...number[][]]>([
    ['accepts no way of signing in', 'SOCKS_AUTH_FAILED', [5, 0xff]],
    ['does not know the credential', 'SOCKS_AUTH_FAILED', WITH_PASSWORD, [1, 1]],
    ['does not allow it', 'EACCES', WITH_PASSWORD, SIGNED_IN, [5, 2, ...ANSWER]],
    ['finds no way to the network', 'ENETUNREACH', WITH_PASSWORD, SIGNED_IN, [5, 3, ...ANSWER]],
    ['finds no way to the host', 'EHOSTUNREACH', WITH_PASSWORD, SIGNED_IN, [5, 4, ...ANSWER]],
    ['is refused itself', 'ECONNREFUSED', WITH_PASSWORD, SIGNED_IN, [5, 5, ...ANSWER]],
    ['does not say why', 'SOCKS_FAILED', WITH_PASSWORD, SIGNED_IN, [5, 1, ...ANSWER]],
    ['closes', 'ECONNRESET'],
  ])('because it %s: %s', async (_what, code, ...answers) => {
    const raw = await startRawOrigin((socket) => {
      const answer = answers.shift();
      if (answer === undefined) socket.end();
      else socket.write(Buffer.from(answer));
    });
    const get = await behind(`socks5://user:p%40ss@127.0.0.1:${raw.port}`);
    const { status, body } = await get('http://some.example/');
    expect({ status, told: body.toString() }).toEqual({ status: 502, told: expect.stringContaining(`(${code})`) });
    await raw.close();
  });

  test('because there is none: ECONNREFUSED', async () => {
    const raw = await startRawOrigin(() => undefined);
    await raw.close();
    const get = await behind(`socks5://127.0.0.1:${raw.port}`);
    expect((await get('http://some.example/')).body.toString()).toContain('(ECONNREFUSED)');
  });
});

describe('a server that speaks first is heard, and one that ends first is spoken to, through', () => {
  const SAID = 'SSH-2.0-made-up\r\n';
  const HTTP_OK = 'HTTP/1.1 200 OK\r\n\r\n';
  const SOCKS_OK = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).toString('latin1');
  const onHttp = (heard: Buffer): string | undefined => (heard.includes('\r\n\r\n') ? HTTP_OK : undefined);
  const onHttpInLines = (heard: Buffer): string | undefined => onHttp(heard)?.replaceAll('\r', '');
  const onSocks = (heard: Buffer): string | undefined => (heard.length > 3 ? SOCKS_OK : undefined);

  test.each([
    ['an HTTP proxy', 'http', onHttp, true],
    ['an HTTP proxy, without inspection', 'http', onHttp, false],
    ['an HTTP proxy whose lines end in LF alone', 'http', onHttpInLines, true],
    ['an HTTPS proxy', 'https', onHttp, true],
    ['a SOCKS5 proxy', 'socks5', onSocks, true],
    ['a SOCKS5 proxy, without inspection', 'socks5', onSocks, false],
  ])('%s', async (_what, scheme, answerTo, inspect) => {
    let answered = false;
    const certificate = await issueTestCertificate(await originAuthority(), ['localhost']);
    const answer = (socket: Socket, heard: Buffer): void => {
      const said = answerTo(heard);
      if (answered) return;
      answered = said !== undefined;
      // In one piece, as a proxy may send what it has: its answer, and what the server behind it said.
      if (said === undefined) socket.write(Buffer.from([5, 0]));
      else socket.end(Buffer.from(`${said}${SAID}`, 'latin1'));
    };
    const raw = await startRawOrigin(answer, scheme === 'https' ? certificate : undefined);
    const host = scheme === 'https' ? 'localhost' : '127.0.0.1';
    proxy = await startTestProxy({ inspect, upstream: `${scheme}://${host}:${raw.port}` });
    const client = new RawClient(proxy.port);
    client.write(`CONNECT far.example:22 HTTP/1.1\r\nHost: far\r\nProxy-Authorization: ${basicOf(proxy.url)}\r\n\r\n`);
    await client.until(({ text, ended }) => text.endsWith(SAID) && ended);
    client.write('the last words');
    client.socket.end();
    await until(
      async () => raw.heard[0]!.toString('latin1'),
      (heard) => heard.endsWith('the last words'),
      5_000,
    );
    expect(raw.heard[0]!.toString('latin1')).toMatch(/the last words$/);
    await raw.close();
  });
});

describe('what the upstream proxy answers reaches the client as it is', () => {
  test.each([
    [
      407,
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="up"\r\nContent-Length: 0\r\n\r\n',
    ],
    [502, 'HTTP/1.1 502 Made Up By Upstream\r\nX-Up: yes\r\nContent-Length: 4\r\n\r\nwhy?'],
  ])('%d', async (_status, answer) => {
    upstream = await startHttpUpstream({ answer });
    const get = await behind(`http://127.0.0.1:${upstream.port}`);
    const result = await get(`${secure.url}/x`, '-v');
    for (const line of answer.split('\r\n\r\n')[0]!.split('\r\n')) expect(result.stderr).toContain(line);
  });

  test('an upstream proxy that is away is 502', async () => {
    const get = await behind('http://127.0.0.1:1');
    expect((await get(`${secure.url}/x`)).stderr).toContain('502');
    expect(await get(`${plain.url}/x`)).toMatchObject({ status: 502 });
  });

  test('a literal address of this machine is refused before it is asked', async () => {
    upstream = await startHttpUpstream();
    const get = await behind(`http://127.0.0.1:${upstream.port}`);
    expect(await get('http://2130706433:9/')).toMatchObject({ status: 403 });
    expect((await get('https://127.0.0.1:9/')).stderr).toContain('403');
    expect(upstream.asked).toEqual([]);
  });

  test('a request in the body of another is not seen as one, whatever Connection names', async () => {
    upstream = await startHttpUpstream();
    proxy = await startTestProxy({ upstream: `http://127.0.0.1:${upstream.port}`, allow: [`localhost:${plain.port}`] });
    const hidden = 'GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: h\r\n\r\n';
    const request = (path: string, fields: string): string =>
      `GET ${plain.url}${path} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(proxy?.url ?? '')}\r\n${fields}\r\n`;
    const client = new RawClient(proxy.port);
    client.write(request('/a', `Connection: Content-Length\r\nContent-Length: ${hidden.length}\r\n`) + hidden);
    client.write(request('/b', ''));
    await client.until(({ text }) => text.includes('plain /b') || text.includes('400 Bad Request'));
    expect(upstream.asked).toEqual([`GET ${plain.url}/a`, `GET ${plain.url}/b`]);
    client.close();
  });
});
