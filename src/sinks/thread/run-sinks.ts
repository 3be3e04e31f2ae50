import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { LineCounter, type LineNumbers } from '../../findings/journal/query/line-numbers.js';
import { Delivery } from '../delivery.js';
import { openSink } from '../open-sink.js';
import type { FromSinks, SinksStart, ToSinks } from './messages.js';

const STATUS_INTERVAL_MS = 1_000;

/** The work of the thread: brings the journal to every sink, and says each second how that goes. */
export function runSinks({ plans, about, journal, places }: SinksStart, port: MessagePort): void {
  const lines = new LineCounter(journal);
  const deliveries = plans.map(
    (plan) =>
      new Delivery({
        plan,
        journal,
        lines,
        file: join(places, `${plan.id}.json`),
        open: () => openSink(plan, about),
      }),
  );
  for (const delivery of deliveries) void delivery.run();
  port.on('message', ({ beat }: ToSinks) => {
    for (const delivery of deliveries) void delivery.beat(beat);
  });
  let held: LineNumbers = { first: 0, end: 0 };
  const report = async (): Promise<void> => {
    // A journal that cannot be read is said by the sinks themselves.
    held = (await lines.count().catch(() => undefined)) ?? held;
    const message: FromSinks = { kind: 'status', sinks: deliveries.map((delivery) => delivery.status(held)) };
    port.postMessage(message);
    setTimeout(() => void report(), STATUS_INTERVAL_MS);
  };
  void report();
}
