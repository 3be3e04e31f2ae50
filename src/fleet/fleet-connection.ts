import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { deliveryErrorOf } from '../sinks/delivery-error.js';
import { connectNats } from '../sinks/nats/connection.js';
import { streamsOf, type FleetNames } from '../sinks/nats/subjects.js';
import type { NatsConnectionPlan } from '../sinks/plan.js';
import { GuardianError } from '../text/guardian-error.js';

const TIMEOUT_MS = 10_000;

/** A connection to where the hosts of a fleet meet. */
export interface Fleet {
  readonly prefix: string;
  readonly streams: FleetNames;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
}

/**
 * Does something with a fleet and closes the connection.
 *
 * @throws GuardianError `fleet.unreachable` with the code of whatever stood in the way: the network, TLS, the broker's
 *   refusal, or streams that are not there.
 */
export async function withFleet<T>(plan: NatsConnectionPlan, work: (fleet: Fleet) => Promise<T>): Promise<T> {
  let connection: NatsConnection | undefined;
  try {
    connection = await connectNats(plan, 'reader', TIMEOUT_MS);
    const client = jetstream(connection, { timeout: TIMEOUT_MS });
    // Without asking for the account: a reader need not be allowed to.
    const manager = await jetstreamManager(connection, { timeout: TIMEOUT_MS, checkAPI: false });
    return await work({ prefix: plan.prefix, streams: streamsOf(plan.prefix), client, manager });
  } catch (error) {
    if (error instanceof GuardianError) throw error;
    const { code } = deliveryErrorOf(error);
    throw new GuardianError({ code: 'fleet.unreachable', args: { servers: plan.servers.join(', '), code } });
  } finally {
    await connection?.close().catch(() => undefined);
  }
}
