import { jetstream } from '@nats-io/jetstream';
import { DeliveryError } from '../delivery-error.js';
import { keyOf } from '../idempotency.js';
import type { NatsPlan } from '../plan.js';
import { ALL_TAKEN, type Sink } from '../sink.js';
import type { SinkHost } from '../sink-host.js';
import { connectNats } from './connection.js';
import { subjectsOf } from './subjects.js';

/**
 * Publishes findings and beats of this host to JetStream. Each message has an id by which the broker leaves out what it
 * has, as long as its window for that lasts; readers leave out the rest by the same id.
 */
export async function openNatsSink(plan: NatsPlan, { host }: SinkHost): Promise<Sink> {
  const { timeoutMs: timeout } = plan;
  const connection = await connectNats(plan, host, timeout);
  const stream = jetstream(connection, { timeout });
  const subjects = subjectsOf(plan.prefix, host);
  return {
    send: async (findings) => {
      // One connection keeps their order; each answers when it is on the broker's disk.
      const published = await Promise.allSettled(
        findings.map((finding) =>
          stream.publish(subjects.findings, JSON.stringify(finding), { msgID: `${host}.${keyOf(finding)}`, timeout }),
        ),
      );
      for (const each of published) if (each.status === 'rejected') throw reasonOf(each.reason);
      return ALL_TAKEN;
    },
    beat: async (beat) => {
      // Metrics have their own ways; a fleet reads states.
      const text = JSON.stringify({ ...beat, metrics: undefined });
      await stream.publish(subjects.status, text, { timeout }).catch((error: unknown) => {
        throw reasonOf(error);
      });
    },
    close: async () => {
      await connection.close().catch(() => undefined);
    },
  };
}

/** Nobody takes the subject: that is most often a fleet whose streams were not made yet, and rarely what the library says. */
function reasonOf(error: unknown): unknown {
  return error instanceof Error && error.name === 'JetStreamNotEnabled' ? new DeliveryError('NO_STREAM') : error;
}
