import { Client } from './client.js';
import { prepareExchange } from './exchange.js';
import type { ConnectionsJob } from './job.js';
import { Failure, type RunningJob } from './running-job.js';

/** Connect, CONNECT, TLS, one small request, close, and again. */
export async function prepareConnections(job: ConnectionsJob): Promise<RunningJob> {
  const failure = new Failure();
  const prepared = prepareExchange(job.route, job.exchange);
  let session: Buffer | undefined;
  let count = 0;
  let resumed = 0;
  let bodyBytes = 0;
  let streamBytes = 0;
  const once = async (lean: boolean): Promise<void> => {
    const client = await Client.open(job.route, failure.report, {
      lean,
      session: job.resume ? session : undefined,
      ...(job.resume ? { onSession: (ticket: Buffer) => (session = ticket) } : {}),
    });
    if (client.connection.resumed) resumed++;
    await client.request(prepared);
    client.connection.close();
    count++;
    bodyBytes += client.bodyBytes;
    streamBytes += client.connection.streamBytes;
  };
  // Leaf certificates are minted, everything about them is checked, and a first session is there to be resumed.
  await Promise.race([once(false).then(() => once(true)), failure.happened]);

  const run: RunningJob['run'] = async () => {
    count = resumed = bodyBytes = streamBytes = 0;
    const begun = performance.now();
    const deadline = begun + job.milliseconds;
    const work = async (): Promise<void> => {
      while (performance.now() < deadline) await once(true);
    };
    await Promise.race([Promise.all(Array.from({ length: job.workers }, work)), failure.happened]);
    const seconds = (performance.now() - begun) / 1000;
    return { count, bodyBytes, streamBytes, seconds, delays: [], resumed };
  };
  return { run, end: () => undefined };
}
