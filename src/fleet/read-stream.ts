import { DeliverPolicy, ReplayPolicy, type JsMsg } from '@nats-io/jetstream';
import { DeliveryError } from '../sinks/delivery-error.js';
import { hostOf } from '../sinks/nats/subjects.js';
import type { Fleet } from './fleet-connection.js';

/** A message of a host. */
export interface HostMessage {
  /** As the subject says, which only that host may publish to. */
  readonly host: string;
  /** When the broker stored it: one clock for all hosts. */
  readonly at: Date;
  readonly data: Buffer;
}

/** Messages that are fetched ahead of the reader. */
const AHEAD = 500;

/**
 * Everything that a stream holds from a time on, in the order stored, up to what was there at the beginning. Flat in
 * memory.
 *
 * @param subject Which hosts: a subject of the stream, `*` for all.
 * @throws DeliveryError `CLOSED_EARLY` when the broker goes away before all was read.
 */
export async function* readStream(
  { client }: Fleet,
  stream: string,
  { subject, since }: { readonly subject: string; readonly since?: Date },
): AsyncGenerator<HostMessage, void, undefined> {
  const consumer = await client.consumers.get(stream, {
    filter_subjects: subject,
    replay_policy: ReplayPolicy.Instant,
    ...(since === undefined
      ? { deliver_policy: DeliverPolicy.All }
      : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: since.toISOString() }),
  });
  try {
    let waiting = (await consumer.info()).num_pending;
    if (waiting === 0) return;
    const messages = await consumer.consume({ max_messages: AHEAD });
    for await (const message of messages) {
      yield hostMessageOf(message);
      if (--waiting === 0) return;
    }
    // The library ends it without an error: what was read so far must not pass for all that there is.
    throw new DeliveryError('CLOSED_EARLY');
  } finally {
    await consumer.delete().catch(() => undefined);
  }
}

function hostMessageOf({ subject, data, time }: JsMsg): HostMessage {
  return { host: hostOf(subject), at: time, data: Buffer.from(data) };
}
