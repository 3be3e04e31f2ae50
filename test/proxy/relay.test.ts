import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { curl } from '../support/curl.js';
import { until } from '../support/guardian.js';
import { startHttp2Origin, startHttpOrigin, startHttpsOrigin, type Origin } from '../support/origin.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf, RawClient } from '../support/raw.js';

describe('curl through the relay', () => {
  let plain: Origin;
  let secure: Origin;
  let h2: Origin;
  let proxy: TestProxy;
  let caFile: string;

  beforeAll(async () => {
    const handler = (
      request: import('node:http').IncomingMessage,
      response: import('node:http').ServerResponse,
    ): void => {
      request.resume();
      request.on('end', () => response.end(`hello ${request.method} ${request.url} ${request.headers.host}`));
    };
    plain = await startHttpOrigin(handler);
    secure = await startHttpsOrigin(handler);
    h2 = await startHttp2Origin(handler);
    proxy = await startTestProxy({ allow: [plain, secure, h2].map((origin) => `localhost:${origin.port}`) });
    caFile = join(mkdtempSync(join(tmpdir(), 'tg-')), 'ca.pem');
    writeFileSync(caFile, proxy.authority.certificatePem);
  });
  afterAll(async () => {
    await Promise.all([plain.close(), secure.close(), h2.close(), proxy.close()]);
  });

  test('plain HTTP', async () => {
    const result = await curl(proxy.url, [`${plain.url}/a?b=c`]);
    expect(result).toMatchObject({ exitCode: 0, status: 200 });
    expect(result.body.toString()).toBe(`hello GET /a?b=c localhost:${plain.port}`);
  });

  test('two plain requests, then another host, on one client connection', async () => {
    const result = await curl(proxy.url, [`${plain.url}/1`, `${plain.url}/2`, '-d', 'x=y']);
    expect(result.exitCode).toBe(0);
    expect(result.body.toString()).toContain('hello POST /2');
  });

  test('HTTPS is opened and observed', async () => {
    const result = await curl(proxy.url, ['--cacert', caFile, `${secure.url}/a`]);
    expect(result).toMatchObject({ exitCode: 0, status: 200 });
    const flow = proxy.flows.at(-1);
    expect(flow?.flow).toMatchObject({ agent: 'tester', scheme: 'https', alpn: 'http/1.1' });
    expect(flow?.outbound.toString()).toContain('GET /a HTTP/1.1');
    expect(flow?.inbound.toString()).toContain('hello GET /a');
  });

  test('HTTP/2 stays HTTP/2', async () => {
    const result = await curl(proxy.url, ['--cacert', caFile, `${h2.url}/a`]);
    expect(result).toMatchObject({ exitCode: 0, status: 200 });
    expect(proxy.flows.at(-1)?.flow.alpn).toBe('h2');
  });

  test('no credential, 407; loopback that is not listed, 403; a closed port, 502', async () => {
    const bare = `http://127.0.0.1:${proxy.port}`;
    expect(await curl(bare, [`${plain.url}/`])).toMatchObject({ status: 407 });
    expect((await curl(bare, [`${secure.url}/`])).stderr).toContain('407');
    expect(await curl(proxy.url, ['http://127.0.0.1:1/'])).toMatchObject({ status: 403 });
    expect((await curl(proxy.url, ['https://127.0.0.1:1/'])).stderr).toContain('403');
  });

  test.each(['Bearer abc', 'Negotiate YII=', 'Basic', 'Basic !!!', 'Digest username="tester"'])(
    'a credential that is none of ours (%s) is challenged with 407 and told of, with CONNECT as without',
    async (credential) => {
      for (const request of ['CONNECT h.example:443', 'GET http://h.example/']) {
        const before = proxy.events.length;
        const client = new RawClient(proxy.port);
        client.write(`${request} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${credential}\r\n\r\n`);
        await client.until(({ ended }) => ended);
        expect(client.text).toMatch(/^HTTP\/1\.1 407 [^]*\r\nproxy-authenticate: Basic/i);
        expect(proxy.events.slice(before)).toMatchObject([{ kind: 'authentication-failed' }]);
      }
    },
  );

  test('an agent group has no more connections than its limit, and gets them back', async () => {
    const small = await startTestProxy({ allow: [`localhost:${plain.port}`], limits: { connectionsPerAgent: 2 } });
    const held = [new RawClient(small.port), new RawClient(small.port)];
    for (const client of held) {
      client.write(
        `CONNECT localhost:${plain.port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(small.url)}\r\n\r\n`,
      );
      await client.until(({ text }) => text.includes('200'));
    }
    expect(await curl(small.url, [`${plain.url}/`])).toMatchObject({ status: 503 });
    for (const client of held) client.close();
    const again = await until(
      () => curl(small.url, [`${plain.url}/`]),
      ({ status }) => status === 200,
    );
    expect(again.status).toBe(200);
    await small.close();
  });
});
