import { isIP } from 'node:net';
import {
  connect,
  nkeyAuthenticator,
  nkeys,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { DeliveryError } from '../delivery-error.js';
import type { NatsConnectionPlan, SecretSource } from '../plan.js';
import { readSecret } from '../secret.js';
import { tlsOptions } from '../tls-files.js';
import { withoutAbandoned } from './abandoned-sockets.js';
import { inboxOf } from './subjects.js';

const PING_INTERVAL_MS = 10_000;

/**
 * Connects to the first broker of several that answers, beginning with any of them. The connection does not mend itself:
 * whoever has it closes it and opens another, after a time of his own.
 *
 * @param name As the broker shows it.
 * @throws DeliveryError, or what the library throws: a name and a code, no credential.
 */
export async function connectNats(plan: NatsConnectionPlan, name: string, timeoutMs: number): Promise<NatsConnection> {
  const seed = plan.nkeySeed === undefined ? undefined : await readSeed(plan.nkeySeed);
  const first = Math.floor(Math.random() * plan.servers.length);
  let failure: unknown = new DeliveryError('NO_SERVER');
  for (const server of [...plan.servers.slice(first), ...plan.servers.slice(0, first)]) {
    try {
      const { host, hostname, protocol } = new URL(server);
      const address = hostname.replace(/^\[|\]$/g, '');
      // The library checks a certificate against the name of a server, and forgets one that is an address.
      const checked = isIP(address) === 0 ? {} : { host: address };
      const tls = protocol === 'tls:' ? { ...(await tlsOptions(plan.tls)), ...checked } : null;
      const options: NodeConnectionOptions = {
        servers: host,
        name: `traffic-guardian ${name}`,
        inboxPrefix: inboxOf(name),
        reconnect: false,
        ignoreClusterUpdates: true,
        timeout: timeoutMs,
        pingInterval: PING_INTERVAL_MS,
        maxPingOut: 2,
        tls,
        ...(seed === undefined ? {} : { authenticator: nkeyAuthenticator(seed) }),
      };
      return await withoutAbandoned(() => connect(options));
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** What is no seed, such as the public key beside it, the library only says when the broker asks, and without a code. */
async function readSeed(source: SecretSource): Promise<Uint8Array> {
  const seed = Buffer.from(await readSecret(source));
  try {
    nkeys.fromSeed(seed);
    return seed;
  } catch {
    throw new DeliveryError('CREDENTIAL_NO_SEED');
  }
}
