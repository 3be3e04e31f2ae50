import { Client } from './client.js';
import { prepareExchange } from './exchange.js';
import type { PacedJob } from './job.js';
import { Failure, type RunningJob } from './running-job.js';

const WARM_UPS = 10;

/**
 * Requests at a fixed rate. A request that finds all connections busy waits, and its delay counts from when it was
 * due: a contestant that stands still is charged for everything that it held up.
 */
export async function preparePaced(job: PacedJob): Promise<RunningJob> {
  const failure = new Failure();
  const prepared = prepareExchange(job.route, job.exchange);
  const clients: Client[] = [];
  const open = async (): Promise<void> => {
    const client = await Client.open(job.route, failure.report);
    clients.push(client);
    for (let i = 0; i < WARM_UPS; i++) await client.request(prepared);
  };
  await Promise.race([Promise.all(Array.from({ length: job.connections }, open)), failure.happened]);

  const run: RunningJob['run'] = async () => {
    const idle = [...clients];
    const waiting: number[] = [];
    const delays: number[] = [];
    const bodyBefore = clients.reduce((total, client) => total + client.bodyBytes, 0);
    const begun = performance.now();
    const deadline = begun + job.milliseconds;
    const interval = 1000 / job.perSecond;
    let issued = 0;
    let last = begun;
    await Promise.race([
      new Promise<void>((resolve) => {
        const send = (client: Client, since: number): void => {
          client.send(prepared, () => {
            last = performance.now();
            delays.push((last - since) * 1000);
            const due = waiting.shift();
            if (due === undefined) idle.push(client);
            else send(client, due);
            if (last >= deadline && idle.length === clients.length) resolve();
          });
        };
        const tick = (): void => {
          const now = performance.now();
          if (now >= deadline) {
            // What could not even be sent is not sent any more.
            waiting.length = 0;
            if (idle.length === clients.length) resolve();
            return;
          }
          while (begun + issued * interval <= now) {
            issued++;
            const client = idle.shift();
            // Timers are late by up to a millisecond; that is ours, not the contestant's.
            if (client === undefined) waiting.push(now);
            else send(client, performance.now());
          }
          setTimeout(tick, Math.max(1, begun + issued * interval - performance.now()));
        };
        tick();
      }),
      failure.happened,
    ]);
    return {
      count: delays.length,
      bodyBytes: clients.reduce((total, client) => total + client.bodyBytes, 0) - bodyBefore,
      streamBytes: clients.reduce((total, client) => total + client.connection.streamBytes, 0),
      seconds: (last - begun) / 1000,
      delays,
      resumed: 0,
    };
  };
  return { run, end: () => clients.forEach((client) => client.connection.close()) };
}
