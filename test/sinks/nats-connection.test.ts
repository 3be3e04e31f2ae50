import { createUser } from '@nats-io/nkeys';
import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { connectNats } from '../../src/sinks/nats/connection.js';
import type { NatsConnectionPlan } from '../../src/sinks/plan.js';
import { temporaryFolder } from '../findings/samples.js';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Accepts connections, and says this or nothing. */
async function broker(greeting?: string): Promise<{ readonly port: number; readonly accepted: Socket[] }> {
  const accepted: Socket[] = [];
  const server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined).resume();
    if (greeting !== undefined) socket.write(greeting);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, accepted };
}

test.each(['not a seed', createUser().getPublicKey()])(
  'an nkey seed that is none is said before a broker is asked: %s',
  async (text) => {
    const { port, accepted } = await broker();
    const file = join(temporaryFolder(), 'host.nk');
    writeFileSync(file, text, { mode: 0o600 });
    const plan: NatsConnectionPlan = {
      servers: [`nats://127.0.0.1:${port}`],
      nkeySeed: { file },
      tls: {},
      prefix: 'tg',
    };
    await expect(connectNats(plan, 'test', 300)).rejects.toMatchObject({ code: 'CREDENTIAL_NO_SEED' });
    expect(accepted).toEqual([]);
  },
);

test.each<[string, string | undefined, 'nats' | 'tls']>([
  ['that accepts and says nothing', undefined, 'nats'],
  ['that asks for TLS and has none', `INFO ${JSON.stringify({ tls_required: true })}\r\n`, 'tls'],
  ['that greets and does not go on', 'INFO {}\r\n', 'nats'],
])('a broker %s is given up, and its connection is closed', async (_what, greeting, protocol) => {
  const { port, accepted } = await broker(greeting);
  const plan: NatsConnectionPlan = { servers: [`${protocol}://127.0.0.1:${port}`], tls: {}, prefix: 'tg' };
  await expect(connectNats(plan, 'test', 300)).rejects.toBeDefined();
  expect(accepted).toHaveLength(1);
  const [socket] = accepted;
  if (socket?.closed === false) await once(socket, 'close');
  expect(socket?.closed).toBe(true);
});
