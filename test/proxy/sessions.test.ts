import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { createAuthority } from '../../src/proxy/certificates/authority.js';
import { issueTestCertificate } from '../support/certificates.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { startSecureOrigin } from '../support/secure-origin.js';
import { connectedTo } from '../support/tunnel.js';

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
  const good = await startSecureOrigin();
  const resumedUpstream: boolean[] = [];
  const onSecure = (socket: TLSSocket): void => void resumedUpstream.push(socket.isSessionReused());
  good.server.on('secureConnection', onSecure);
  const fresh = await startTestProxy({ allow: [`localhost:${good.port}`] });
  const first = await requestIn(fresh, good.port);
  const second = await requestIn(fresh, good.port, first.ticket);
  expect({ first: first.reused, second: second.reused }).toEqual({ first: false, second: true });
  expect(resumedUpstream).toEqual([false, true]);
  good.server.close().closeAllConnections();
  await fresh.close();
});

test('a session that began with a server that was verified is not resumed with one that is not', async () => {
  const changing = await startSecureOrigin();
  const fresh = await startTestProxy({ allow: [`localhost:${changing.port}`] });
  const { ticket } = await requestIn(fresh, changing.port);
  // Somebody else answers in its place, who knows nothing of its sessions.
  changing.server.setSecureContext(await issueTestCertificate(await createAuthority('In between', 10), ['localhost']));
  changing.server.setTicketKeys(randomBytes(48));
  await expect(requestIn(fresh, changing.port, ticket)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  changing.server.close().closeAllConnections();
  await fresh.close();
});
