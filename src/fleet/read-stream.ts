import { DeliverPolicy, ReplayPolicy, type JsMsg } from '@nats-io/jetstream';
import { ClosedConnectionError } from '@nats-io/transport-node';
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
/** After so long without a message, in milliseconds, the broker is asked whether there are any left. */
const QUIET_MS = 2_000;

/**
 * Everything that a stream holds from a time on, in the order stored, up to what was there at the beginning. What is
 * deleted or expires while it is read is left out. Flat in memory.
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
    /** Since when a message is waited for; whoever takes long over the last one waits for none, and others may lie here. */
    let waitsSince: number | undefined = performance.now();
    const gone = new AbortController();
    const quiet = setInterval(() => {
      const since = waitsSince;
      if (since === undefined || performance.now() - since < QUIET_MS) return;
      void consumer
        .info()
        .then(({ num_pending: left }) => {
          if (left > 0 || waitsSince !== since) return;
          gone.abort();
          messages.stop();
        })
        // A broker that is away does not answer; that the reading ends then is told by the reading.
        .catch(() => undefined);
    }, QUIET_MS);
    try {
      for await (const message of messages) {
        waitsSince = undefined;
        yield hostMessageOf(message);
        waitsSince = performance.now();
        if (--waiting === 0) return;
      }
    } catch (error) {
      if (!(error instanceof ClosedConnectionError)) throw error;
    } finally {
      clearInterval(quiet);
    }
    // By when the connection went the library throws, or ends without an error: what was read must not pass for everything.
    if (!gone.signal.aborted) throw new DeliveryError('CLOSED_EARLY');
  } finally {
    await consumer.delete().catch(() => undefined);
  }
}

function hostMessageOf({ subject, data, time }: JsMsg): HostMessage {
  return { host: hostOf(subject), at: time, data: Buffer.from(data) };
}
