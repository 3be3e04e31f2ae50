import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callControl } from '../../src/sidecar/control/client.js';
import { curl, type CurlResult } from '../support/curl.js';
import { startGuardian, type Guardian } from '../support/guardian.js';
import { startInterceptingGateway, type InterceptingGateway } from '../support/intercepting-gateway.js';
import { originAuthority, startHttpsOrigin, type Origin } from '../support/origin.js';

/** What the gateway asks of its clients, and what it adds for the server. Agents are to see neither. */
const TOKEN = `aoc_${randomBytes(12).toString('hex')}`;
const INJECTED = `sk-ant-api03-${randomBytes(46).toString('hex')}AA`;
/** Leaves through both of them. */
const LEAKED = `sk-ant-api03-${randomBytes(46).toString('hex')}AA`;

let origin: Origin;
let gateway: InterceptingGateway;
let guardian: Guardian;
let folder: string;
let caFile: string;
/** The credential that the server got with each request. */
let credentials: (string | undefined)[];

beforeEach(async () => {
  credentials = [];
  origin = await startHttpsOrigin((request, response) => {
    credentials.push(request.headers.authorization);
    response.end(`hello ${request.url}`);
  });
  gateway = await startInterceptingGateway({ token: TOKEN, inject: { authorization: `Bearer ${INJECTED}` } });
  folder = mkdtempSync(join(tmpdir(), 'tg-gateway-'));
  caFile = join(folder, 'gateway-ca.pem');
  writeFileSync(caFile, gateway.caCertificate);
});
afterEach(async () => {
  await guardian.remove();
  await Promise.all([gateway.close(), origin.close()]);
  rmSync(folder, { recursive: true, force: true });
});

async function start(config: { trustedCaFiles: string[]; upstreamProxy?: string }): Promise<void> {
  guardian = await startGuardian({
    config: {
      httpsInspection: { enabled: true },
      allowHostServices: [`localhost:${origin.port}`, 'localhost:1'],
      limits: { connectTimeoutMs: 2_000 },
      ...config,
    },
  });
}

const gatewayUrl = (token = TOKEN): string => `http://x:${token}@127.0.0.1:${gateway.port}`;

async function get(url: string, ...args: string[]): Promise<CurlResult> {
  return curl(await guardian.proxyUrl(), ['--cacert', guardian.bundle, ...args, url]);
}

describe('client -> Guardian -> gateway that opens TLS itself -> server', () => {
  test("works when the gateway's CA is configured: both see, and each keeps its own secrets", async () => {
    await start({ trustedCaFiles: [caFile], upstreamProxy: gatewayUrl() });
    const asked = await get(`${origin.url}/a`, '-d', `key ${LEAKED}`);
    expect(asked).toMatchObject({ exitCode: 0, status: 200, stderr: '' });
    expect(asked.body.toString()).toBe('hello /a');
    expect(gateway.opened).toEqual([`POST localhost:${origin.port}/a`]);
    expect(credentials).toEqual([`Bearer ${INJECTED}`]);
    const findings = await guardian.findingsWhen((found) => found.length > 0);
    expect(findings.map(({ pattern, location }) => [pattern, location])).toEqual([['ai_api_key', 'body']]);
    const { coverage } = await guardian.statusWhen((status) => status.coverage.connections > 0);
    expect(coverage.outcomes['inspected']?.connections).toBe(1);
    await guardian.stop();
    for (const secret of [TOKEN, INJECTED, LEAKED]) {
      expect(filesWith(guardian.home, secret).filter((file) => file !== 'config.json')).toEqual([]);
    }
  });

  test('works for the group whose proxy it is, while another group goes its own way', async () => {
    const originCa = join(folder, 'origin-ca.pem');
    writeFileSync(originCa, (await originAuthority()).certificatePem);
    await start({ trustedCaFiles: [caFile, originCa] });
    await callControl(join(guardian.home, 'control.sock'), 'set-upstream', { agent: 'tester', url: gatewayUrl() });
    expect(await get(`${origin.url}/through`)).toMatchObject({ exitCode: 0, status: 200 });
    const other = await curl(await guardian.proxyUrl('other'), ['--cacert', guardian.bundle, `${origin.url}/direct`]);
    expect(other).toMatchObject({ exitCode: 0, status: 200 });
    expect(gateway.opened).toEqual([`GET localhost:${origin.port}/through`]);
    expect(credentials).toEqual([`Bearer ${INJECTED}`, undefined]);
  });

  test('fails at the client without it, as it would have without the Guardian, and nobody is taken for pinning', async () => {
    await start({ trustedCaFiles: [], upstreamProxy: gatewayUrl() });
    // curl's code for "the peer's certificate cannot be authenticated"
    expect(await get(`${origin.url}/a`)).toMatchObject({ exitCode: 60 });
    expect(credentials).toEqual([]);
    expect((await get(`${origin.url}/b`, '--insecure')).body.toString()).toBe('hello /b');
    expect((await guardian.status()).pinned).toEqual([]);
  });
});

describe('what the gateway says reaches the client as it is', () => {
  test('407, when the token is wrong', async () => {
    await start({ trustedCaFiles: [caFile], upstreamProxy: gatewayUrl('wrong') });
    const { stderr } = await get(`${origin.url}/a`, '-v');
    expect(stderr).toContain('HTTP/1.1 407 Gateway Token Required');
    expect(stderr).toContain('Proxy-Authenticate: Basic realm="gateway"');
    expect(stderr).not.toContain('traffic-guardian');
  });

  test('502, when it cannot reach the server', async () => {
    await start({ trustedCaFiles: [caFile], upstreamProxy: gatewayUrl() });
    const { stderr } = await get('https://localhost:1/', '-v');
    expect(stderr).toContain('HTTP/1.1 502 Gateway Cannot Reach It');
  });

  test.each<[string, string, string]>([
    ['a 407', 'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="gateway"\r\nContent-Length: 3\r\n\r\nno!', 'no!'],
    ['a 502', 'HTTP/1.1 502 Bad\r\nX-Gateway: yes\r\nContent-Length: 4\r\n\r\nwhy?', 'why?'],
    ['a 504', 'HTTP/1.1 504 Slow\r\nX-Gateway: yes\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n...\r\n0\r\n\r\n', '...'],
  ])('%s to plain HTTP and to CONNECT', async (_what, answer, body) => {
    const saying = await startSaying((socket) => socket.end(answer));
    try {
      await start({ trustedCaFiles: [caFile], upstreamProxy: `http://127.0.0.1:${saying.port}` });
      const plain = await get('http://example.invalid/', '-i');
      expect(plain.body.toString()).toBe(answer.replace(/\r\n3\r\n\.\.\.\r\n0\r\n\r\n$/, '\r\n...'));
      expect(plain.body.toString()).toContain(body);
      const { stderr } = await get('https://example.invalid/', '-v');
      for (const line of answer.split('\r\n\r\n')[0]!.split('\r\n')) expect(stderr).toContain(line);
      expect(plain.body.toString() + stderr).not.toContain('x-traffic-guardian');
    } finally {
      await saying.close();
    }
  });

  test('nothing at all, in time, is 504 from the Guardian', async () => {
    const silent = await startSaying(() => undefined);
    try {
      await start({ trustedCaFiles: [caFile], upstreamProxy: `http://127.0.0.1:${silent.port}` });
      expect((await get('https://example.invalid/', '-v')).stderr).toContain('HTTP/1.1 504 Gateway Timeout');
    } finally {
      await silent.close();
    }
  });
});

/** A proxy that hears a request and says what it is told to. */
async function startSaying(say: (socket: Socket) => void): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => say(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function filesWith(home: string, secret: string): string[] {
  return readdirSync(home, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(home, name)).isFile() && readFileSync(join(home, name), 'latin1').includes(secret));
}
