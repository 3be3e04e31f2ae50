import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueTestCertificate } from '../support/certificates.js';
import { curl } from '../support/curl.js';
import { startGuardian } from '../support/guardian.js';
import { originAuthority } from '../support/origin.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf, RawClient, startRawOrigin } from '../support/raw.js';
import { testWith } from '../support/tools.js';

const loopback = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
const withIPv6 = testWith(loopback, 'IPv6 loopback');

const hello: RequestListener = (request, response) =>
  response.end(`hello ${request.url} at ${request.headers.host ?? '?'}`);

let servers: { plain: Server; secure: Server; misnamed: Server };
let proxy: TestProxy;
let folder: string;
let caFile: string;

beforeAll(async () => {
  if (!loopback) return;
  const authority = await originAuthority();
  servers = {
    plain: createHttp(hello),
    secure: createHttps(await issueTestCertificate(authority, ['::1']), hello),
    misnamed: createHttps(await issueTestCertificate(authority, ['127.0.0.1', 'localhost']), hello),
  };
  for (const server of Object.values(servers)) {
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
  }
  proxy = await startTestProxy({ allow: Object.values(servers).map((server) => `[::1]:${portOf(server)}`) });
  folder = mkdtempSync(join(tmpdir(), 'tg-ipv6-'));
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, proxy.authority.certificatePem);
});
afterAll(async () => {
  if (!loopback) return;
  await proxy.close();
  for (const server of Object.values(servers)) server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe('an IPv6 literal', () => {
  withIPv6('is reached in absolute form, and the server is told of it in brackets', async () => {
    const authority = `[::1]:${portOf(servers.plain)}`;
    expect((await curl(proxy.url, [`http://${authority}/a`])).body.toString()).toBe(`hello /a at ${authority}`);
    expect(proxy.flows.at(-1)?.flow.destination).toEqual({ host: '::1', port: portOf(servers.plain) });
  });

  withIPv6('is reached by CONNECT, and what is plain inside is observed', async () => {
    const authority = `[::1]:${portOf(servers.plain)}`;
    const { body } = await curl(proxy.url, ['--proxytunnel', `http://${authority}/b`]);
    expect(body.toString()).toBe(`hello /b at ${authority}`);
    expect(proxy.flows.at(-1)?.outbound.toString()).toContain('GET /b ');
  });

  withIPv6('stands in the leaf as an address, and what is inside of TLS is observed', async () => {
    const authority = `[::1]:${portOf(servers.secure)}`;
    const result = await curl(proxy.url, ['--cacert', caFile, '--verbose', `https://${authority}/c`]);
    expect(result).toMatchObject({ exitCode: 0, status: 200 });
    expect(result.body.toString()).toBe(`hello /c at ${authority}`);
    expect(result.stderr).toMatch(/matched cert's IP address|subjectAltName: "?host "::1"|IP address.*::1/i);
    expect(proxy.flows.at(-1)?.flow).toMatchObject({ scheme: 'https', destination: { host: '::1' } });
  });

  withIPv6('is the name that the certificate of the server is checked for', async () => {
    const result = await curl(proxy.url, ['--cacert', caFile, `https://[::1]:${portOf(servers.misnamed)}/`]);
    expect(result.exitCode).toBe(60);
    expect(proxy.events.map(({ kind }) => kind)).toContain('upstream-invalid');
  });

  withIPv6.each(['[::1]', '[0:0:0:0:0:0:0:1]', '[0000::0001]'])(
    '%s is one and the same, allowed or refused',
    async (literal) => {
      const listed = `http://${literal}:${portOf(servers.plain)}/`;
      // curl writes addresses anew, so the bytes are our own.
      expect(await statusOf(listed)).toBe('200 OK');
      expect(await statusOf(`http://${literal}:9/`)).toBe('403 Forbidden');
    },
  );

  test.each(['http://::1:80/', 'http://[::1/', 'http://[127.0.0.1]:80/', 'http://[::1%25lo]:80/', 'http://[::g]/'])(
    '%s is none',
    async (url) => {
      const own = await startTestProxy();
      expect(await statusOf(url, own)).toBe('400 Bad Request');
      await own.close();
    },
  );

  test('is given to an upstream proxy in brackets', async () => {
    const upstream = await startRawOrigin((socket) => socket.end('HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n'));
    const own = await startTestProxy({ upstream: `http://127.0.0.1:${upstream.port}` });
    expect(await statusOf('http://[2001:DB8::1]:81/x', own)).toBe('502 No');
    const client = new RawClient(own.port);
    client.write(`CONNECT [2001:db8::1]:444 HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(own.url)}\r\n\r\n`);
    await client.until(({ ended }) => ended);
    const heard = upstream.heard.map((bytes) => bytes.toString().split('\r\n').slice(0, 2));
    expect(heard).toEqual([
      ['GET http://[2001:DB8::1]:81/x HTTP/1.1', 'Host: [2001:DB8::1]:81'],
      ['CONNECT [2001:db8::1]:444 HTTP/1.1', 'Host: [2001:db8::1]:444'],
    ]);
    client.close();
    await Promise.all([own.close(), upstream.close()]);
  });
});

withIPv6('a Guardian that listens on ::1 is reached there', async () => {
  const guardian = await startGuardian({
    config: { listen: { host: '::1', port: 0 }, allowHostServices: [`[::1]:${portOf(servers.plain)}`] },
  });
  try {
    const url = await guardian.proxyUrl();
    expect(url).toMatch(/@\[::1\]:\d+$/);
    const { body } = await curl(url, [`http://[::1]:${portOf(servers.plain)}/d`]);
    expect(body.toString()).toContain('hello /d');
    expect((await guardian.status()).warnings).toEqual([]);
  } finally {
    await guardian.remove();
  }
});

async function statusOf(url: string, through: TestProxy = proxy): Promise<string> {
  const client = new RawClient(through.port);
  const host = /^http:\/\/([^/]*)/.exec(url)?.[1] ?? '';
  client.write(
    `GET ${url} HTTP/1.1\r\nHost: ${host}\r\nProxy-Authorization: ${basicOf(through.url)}\r\nConnection: close\r\n\r\n`,
  );
  await client.until(({ ended }) => ended);
  client.close();
  return /^HTTP\/1\.1 (.*)\r\n/.exec(client.text)?.[1] ?? '';
}
