import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type SecureVersion, type TLSSocket } from 'node:tls';
import { createAuthority, type Authority } from '../../src/proxy/certificates/authority.js';
import { issueTestCertificate, type TestCertificate } from '../support/certificates.js';
import { curl } from '../support/curl.js';
import { createRoot, issueIntermediate } from '../support/intermediates.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { run } from '../support/run.js';
import { connectedTo } from '../support/tunnel.js';

let folder: string;
let rootFile: string;
let caFile: string;
let root: Authority;
let proxy: TestProxy;
const servers = new Map<string, Server>();

const listen = async (name: string, certificate: TestCertificate, options: object = {}): Promise<void> => {
  const server = createServer({ ...certificate, ...options }, (_request, response) => response.end('hello'));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.set(name, server);
};
const portOf = (name: string): number => (servers.get(name)!.address() as AddressInfo).port;

/** What a server presents, by what a client has to make of it: curl's exit code, 60 for an unusable certificate. */
const CHAINS: Record<string, 0 | 60> = {
  'complete and in order': 0,
  'out of order': 0,
  'with the root in the middle': 0,
  'with a certificate that has nothing to do with it': 0,
  'without the certificate above the server': 60,
  'without the certificate below the root': 60,
  'with an intermediate that has expired': 60,
  'with an intermediate that may not sign': 60,
  'longer than its root allows': 60,
  'of its own making': 60,
  'not valid yet': 60,
};
const VERSIONS: SecureVersion[] = ['TLSv1.2', 'TLSv1.3'];

beforeAll(async () => {
  root = await createRoot('A root');
  const upper = await issueIntermediate(root, 'Upper');
  const lower = await issueIntermediate(upper, 'Lower');
  const expired = await issueIntermediate(upper, 'Expired', { toDays: -1 });
  const noCa = await issueIntermediate(upper, 'No CA', { isCa: false });
  const shortRoot = await createAuthority('A root with no CA below it', 5);
  const belowShort = await issueIntermediate(shortRoot, 'One too many');
  const stranger = await createRoot('A stranger');
  const under = (issuer: Authority, validity = {}) => issueTestCertificate(issuer, ['localhost'], validity);
  const leaf = await under(lower);
  const chain = (first: TestCertificate, ...above: Authority[]): TestCertificate => ({
    cert: [first.cert, ...above.map(({ certificatePem }) => certificatePem)].join('\n'),
    key: first.key,
  });
  const chains: Record<string, TestCertificate> = {
    'complete and in order': chain(leaf, lower, upper),
    'out of order': chain(leaf, upper, lower),
    'with the root in the middle': chain(leaf, root, lower, upper),
    'with a certificate that has nothing to do with it': chain(leaf, stranger, lower, upper),
    'without the certificate above the server': chain(leaf, upper),
    'without the certificate below the root': chain(leaf, lower),
    'with an intermediate that has expired': chain(await under(expired), expired, upper),
    'with an intermediate that may not sign': chain(await under(noCa), noCa, upper),
    'longer than its root allows': chain(await under(belowShort), belowShort),
    'of its own making': chain(await under(stranger), stranger),
    'not valid yet': chain(await under(lower, { from: 1, to: 2 }), lower, upper),
  };
  for (const [name, certificate] of Object.entries(chains)) await listen(name, certificate);
  for (const version of VERSIONS) {
    await listen(version, chain(leaf, lower, upper), { minVersion: version, maxVersion: version });
  }
  await listen('wildcard', chain(await issueTestCertificate(lower, ['*.wild.example']), lower, upper));
  const trusted = [root.certificatePem, shortRoot.certificatePem];
  proxy = await startTestProxy({ allow: [...servers.keys()].map((name) => `localhost:${portOf(name)}`), trusted });
  folder = mkdtempSync(join(tmpdir(), 'tg-direct-'));
  rootFile = join(folder, 'roots.pem');
  caFile = join(folder, 'ca.pem');
  writeFileSync(rootFile, trusted.join('\n'));
  writeFileSync(caFile, proxy.authority.certificatePem);
});
afterAll(async () => {
  await proxy.close();
  for (const server of servers.values()) server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

describe('a chain of certificates is judged as the client would have judged it directly', () => {
  test.each(Object.entries(CHAINS))('%s', async (name, exitCode) => {
    const url = `https://localhost:${portOf(name)}/`;
    const direct = await run('curl', ['-sS', '--noproxy', '*', '--cacert', rootFile, url], { reject: false });
    expect(direct.exitCode).toBe(exitCode);
    expect(await curl(proxy.url, ['--cacert', caFile, url])).toMatchObject({ exitCode });
  });

  test('and a client that does not check gets through either way, and none of them is taken for pinning', async () => {
    for (const name of Object.keys(CHAINS)) {
      const { body } = await curl(proxy.url, ['--insecure', `https://localhost:${portOf(name)}/`]);
      expect(body.toString()).toBe('hello');
    }
    expect(proxy.policy.pinnedHosts()).toEqual([]);
  });
});

describe('versions of TLS are those of each side', () => {
  const pairs = VERSIONS.flatMap((client) => VERSIONS.map((server) => [client, server] as const));
  test.each(pairs)('a client of %s, a server of %s', async (client, server) => {
    const socket = await secure(server, { minVersion: client, maxVersion: client, servername: 'localhost' });
    expect({ protocol: socket.getProtocol(), authorized: socket.authorized }).toEqual({
      protocol: client,
      authorized: true,
    });
    expect(await answerOf(socket)).toContain('200 OK');
  });
});

describe('a wildcard in the certificate of a server', () => {
  test.each([
    ['a.wild.example', true],
    ['A.WILD.example', true],
    ['a.b.wild.example', false],
    ['wild.example', false],
    ['localhost', false],
  ])('covers %s: %s', async (servername, covered) => {
    const socket = await secure('wildcard', { servername, rejectUnauthorized: false });
    expect(socket.authorized).toBe(covered);
    if (covered) expect(socket.getPeerCertificate().subjectaltname?.toLowerCase()).toBe('dns:a.wild.example');
    socket.destroy();
  });
});

/** TLS through the proxy to one of the servers, with our CA as the only one trusted. */
async function secure(name: string, options: object): Promise<TLSSocket> {
  const client = await connectedTo(proxy, portOf(name));
  client.socket.removeAllListeners('data');
  const socket = connectTls({ socket: client.socket, ca: proxy.authority.certificatePem, ...options });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return socket;
}

async function answerOf(socket: TLSSocket): Promise<string> {
  socket.write('GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  const answer = await new Promise<Buffer>((resolve, reject) => socket.once('data', resolve).once('error', reject));
  socket.destroy();
  return answer.toString();
}
