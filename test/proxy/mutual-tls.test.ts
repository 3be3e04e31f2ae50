import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket, type SecureVersion } from 'node:tls';
import { issueTestCertificate } from '../support/certificates.js';
import { curl } from '../support/curl.js';
import { until } from '../support/guardian.js';
import { originAuthority } from '../support/origin.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';

let folder: string;
const servers: Server[] = [];
const proxies: TestProxy[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tg-mtls-'));
  const authority = await originAuthority();
  const { cert, key } = await issueTestCertificate(authority, ['an agent']);
  writeFileSync(join(folder, 'client.pem'), cert);
  writeFileSync(join(folder, 'client.key'), key);
  writeFileSync(join(folder, 'origin.pem'), authority.certificatePem);
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

/** A server that greets who shows a certificate by its name, behind a proxy of its own. */
async function serve(version: SecureVersion, rejectUnauthorized: boolean) {
  const authority = await originAuthority();
  const certificate = await issueTestCertificate(authority, ['localhost']);
  const options = { ...certificate, ca: authority.certificatePem, minVersion: version, maxVersion: version };
  const server = createServer({ ...options, requestCert: true, rejectUnauthorized }, ({ socket }, response) => {
    if (!(socket instanceof TLSSocket)) throw new Error('no TLS');
    response.end(`${socket.isSessionReused() ? 'again ' : ''}${socket.getPeerX509Certificate()?.subject ?? 'nobody'}`);
  });
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy = await startTestProxy({ allow: [`localhost:${port}`] });
  proxies.push(proxy);
  const trusted = join(folder, `${port}.pem`);
  writeFileSync(trusted, proxy.authority.certificatePem + (await originAuthority()).certificatePem);
  const ask = (...more: string[]) => curl(proxy.url, ['--cacert', trusted, ...more, `https://localhost:${port}/`]);
  return { proxy, ask, destination: { host: 'localhost', port } };
}

const certified = () => ['--cert', join(folder, 'client.pem'), '--key', join(folder, 'client.key')];

describe('a client that shows a certificate of its own', () => {
  const cases: [SecureVersion, string, boolean][] = [
    ['TLSv1.3', 'needs', true],
    ['TLSv1.3', 'asks for', false],
    ['TLSv1.2', 'asks for', false],
  ];
  test.each(cases)('is passed on as it is from the second time on: %s, a server that %s one', async (...given) => {
    const [version, , needed] = given;
    const { proxy, ask, destination } = await serve(version, needed);
    expect((await ask(...certified())).exitCode).not.toBe(0);
    await until(
      async () => proxy.policy.pinnedHosts(),
      (hosts) => hosts.length > 0,
    );
    expect(proxy.policy.pinnedHosts()).toMatchObject([{ agent: 'tester', destination, code: 'client_certificate' }]);
    expect(proxy.events).toMatchObject([
      { kind: 'leaf-rejected', code: 'client_certificate' },
      { kind: 'flow-ended', end: { outcome: 'pinned', bytesOut: 0, bytesIn: 0 } },
    ]);
    expect((await ask(...certified())).body.toString()).toBe('CN=an agent');
  });
});

describe('a client without one', () => {
  const versions: SecureVersion[] = ['TLSv1.2', 'TLSv1.3'];
  test.each(versions)(
    'is opened as ever, and leaves no session in which the next client would not be asked (%s)',
    async (version) => {
      const { proxy, ask } = await serve(version, false);
      expect((await ask()).body.toString()).toBe('nobody');
      expect((await ask()).body.toString()).toBe('nobody');
      expect(proxy.policy.pinnedHosts()).toEqual([]);
      expect(proxy.flows.map(({ flow }) => flow.scheme)).toEqual(['https', 'https']);
      expect((await ask(...certified())).exitCode).not.toBe(0);
      expect((await ask(...certified())).body.toString()).toBe('CN=an agent');
    },
  );
});
