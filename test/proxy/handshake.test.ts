import { expect, test } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { issueTestCertificate } from '../support/certificates.js';
import { until } from '../support/guardian.js';
import { originAuthority } from '../support/origin.js';
import { startTestProxy } from '../support/proxy.js';
import { startRawOrigin } from '../support/raw.js';
import { connectedTo, firstWords } from '../support/tunnel.js';

test('the connection of a client whose server speaks no TLS is over when it has been told so', async () => {
  const origin = await startRawOrigin((socket) => socket.end('220 no TLS here\r\n'));
  const fresh = await startTestProxy({ allow: [`localhost:${origin.port}`] });
  const client = await connectedTo(fresh, origin.port);
  client.write(await firstWords());
  await client.until(({ ended }) => ended);
  // A fatal handshake_failure.
  expect([...client.received]).toEqual([21, 3, 3, 0, 2, 2, 40]);
  client.socket.end();
  await until(
    async () => fresh.door.connections,
    (connections) => connections === 0,
    5_000,
  );
  expect(fresh.door.connections).toBe(0);
  await Promise.all([fresh.close(), origin.close()]);
});

test.each([40, 42, 47, 48, 49, 50, 70, 71, 80, 112, 116, 120])(
  'a client hears with which alert the server has ended the handshake: %d',
  async (description) => {
    const alert = [21, 3, 3, 0, 2, 2, description];
    const origin = await startRawOrigin((socket) => socket.end(Buffer.from(alert)));
    const fresh = await startTestProxy({ allow: [`localhost:${origin.port}`] });
    const client = await connectedTo(fresh, origin.port);
    client.write(await firstWords());
    await client.until(({ ended }) => ended);
    expect([...client.received]).toEqual(alert);
    client.close();
    await Promise.all([fresh.close(), origin.close()]);
  },
);

test('an application protocol whose name is no ASCII is offered on and chosen as it is', async () => {
  // As the values of RFC 8701 are; of this length Node refuses to write it in UTF-8.
  const list = Buffer.concat([Buffer.of(200), Buffer.alloc(200, 0xfa)]);
  const name = 'ú'.repeat(200);
  const certificate = await issueTestCertificate(await originAuthority(), ['localhost']);
  const origin = createTlsServer({ ...certificate, ALPNProtocols: list }, (socket) => socket.end());
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  const { port } = origin.address() as AddressInfo;
  const fresh = await startTestProxy({ allow: [`localhost:${port}`] });
  const { socket: raw } = await connectedTo(fresh, port);
  const socket = connectTls({
    socket: raw,
    servername: 'localhost',
    ca: fresh.authority.certificatePem,
    ALPNProtocols: list,
  });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const chosen = await until(
    async () => fresh.flows[0]?.flow.alpn,
    (alpn) => alpn !== undefined,
  );
  expect({ client: socket.alpnProtocol, flow: chosen }).toEqual({ client: name, flow: name });
  socket.destroy();
  origin.close();
  await fresh.close();
});
