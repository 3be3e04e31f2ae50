import type { NatsConnectionPlan, NatsPlan } from '../../../src/sinks/plan.js';
import type { Broker, BrokerUser } from './broker.js';

/** How a host reaches a broker. */
export function hostPlan({ url }: Pick<Broker, 'url'>, user?: BrokerUser, change: Partial<NatsPlan> = {}): NatsPlan {
  return {
    kind: 'nats',
    id: 'nats.hq',
    startAt: 'oldest',
    minSeverity: 'low',
    batchSize: 100,
    timeoutMs: 5_000,
    ...readerPlan({ url }, user),
    ...change,
  };
}

/** How an operator does. */
export function readerPlan({ url }: Pick<Broker, 'url'>, user?: BrokerUser, caFile?: string): NatsConnectionPlan {
  return {
    servers: [url],
    prefix: 'guardian',
    tls: caFile === undefined ? {} : { caFile },
    ...(user === undefined ? {} : { nkeySeed: { file: user.seedFile } }),
  };
}
