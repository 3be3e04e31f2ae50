import { Client } from './client.js';
import { prepareExchange } from './exchange.js';
import type { HoldJob } from './job.js';
import { Failure, type RunningJob } from './running-job.js';

/** Opened so many at a time: a thousand handshakes at once would only measure a queue. */
const AT_ONCE = 20;

/** Opens connections, uses each of them once, and keeps them. */
export async function prepareHold(job: HoldJob): Promise<RunningJob> {
  const failure = new Failure();
  const prepared = prepareExchange(job.route, job.exchange);
  const clients: Client[] = [];
  let left = job.connections;
  const open = async (): Promise<void> => {
    while (left > 0) {
      left--;
      const client = await Client.open(job.route, failure.report);
      clients.push(client);
      await client.request(prepared);
    }
  };
  await Promise.race([Promise.all(Array.from({ length: AT_ONCE }, open)), failure.happened]);
  const run: RunningJob['run'] = async () => {
    // Every one of them must still work.
    await Promise.race([
      clients.reduce((before, client) => before.then(() => client.request(prepared)), Promise.resolve()),
      failure.happened,
    ]);
    return { count: clients.length, bodyBytes: 0, streamBytes: 0, seconds: 0, delays: [], resumed: 0 };
  };
  return { run, end: () => clients.forEach((client) => client.connection.close()) };
}
