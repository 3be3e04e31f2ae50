import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { execa } from 'execa';
import { createAuthority } from '../../src/proxy/certificates/authority.js';
import { issueTestCertificate } from '../support/certificates.js';
import { curl } from '../support/curl.js';
import { originAuthority } from '../support/origin.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf } from '../support/raw.js';
import { startSecureOrigin, type SecureOrigin } from '../support/secure-origin.js';
import { hasTool, testWith } from '../support/tools.js';
import { connectedTo } from '../support/tunnel.js';

let folder: string;
let caFile: string;
let proxy: TestProxy;
let good: SecureOrigin;
let expired: SecureOrigin;
let wrongName: SecureOrigin;
let unknownIssuer: SecureOrigin;
let byAddress: SecureOrigin;
let all: SecureOrigin[];

beforeAll(async () => {
  const authority = await originAuthority();
  const stranger = await createAuthority('A stranger', 10);
  good = await startSecureOrigin(await issueTestCertificate(authority, ['localhost']));
  expired = await startSecureOrigin(await issueTestCertificate(authority, ['localhost'], { from: -10, to: -5 }));
  wrongName = await startSecureOrigin(await issueTestCertificate(authority, ['elsewhere.invalid']));
  unknownIssuer = await startSecureOrigin(await issueTestCertificate(stranger, ['localhost']));
  byAddress = await startSecureOrigin(await issueTestCertificate(authority, ['127.0.0.1']));
  all = [good, expired, wrongName, unknownIssuer, byAddress];
  proxy = await startTestProxy({
    allow: all.flatMap(({ port }) => [`localhost:${port}`, `127.0.0.1:${port}`]),
  });
  folder = mkdtempSync(join(tmpdir(), 'tg-tls-'));
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, proxy.authority.certificatePem);
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
    const client = await connectedTo(proxy, good.port);
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
