import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import type { NatsConnectionPlan } from '../plan.js';
import { readSecret } from '../secret.js';
import { tlsOptions } from '../tls-files.js';
import { inboxOf } from './subjects.js';

const PING_INTERVAL_MS = 10_000;

/**
 * Connects to a broker. The connection does not mend itself: whoever has it closes it and opens another, after a time of
 * his own.
 *
 * @param name As the broker shows it.
 * @throws what the library throws: a name and a code, no credential.
 */
export async function connectNats(plan: NatsConnectionPlan, name: string, timeoutMs: number): Promise<NatsConnection> {
  const seed = plan.nkeySeed === undefined ? undefined : await readSecret(plan.nkeySeed);
  const isTls = plan.servers.some((server) => server.startsWith('tls:'));
  return connect({
    servers: plan.servers.map((server) => new URL(server).host),
    name: `traffic-guardian ${name}`,
    inboxPrefix: inboxOf(name),
    reconnect: false,
    waitOnFirstConnect: false,
    timeout: timeoutMs,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: 2,
    ...(isTls ? { tls: await tlsOptions(plan.tls) } : { tls: null }),
    ...(seed === undefined ? {} : { authenticator: nkeyAuthenticator(Buffer.from(seed)) }),
  });
}
