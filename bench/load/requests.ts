import { Client } from './client.js';
import { prepareExchange } from './exchange.js';
import type { RequestsJob } from './job.js';
import { Failure, type RunningJob } from './running-job.js';

/** Each connection sends its next request as soon as the last answer is complete. */
export async function prepareRequests(job: RequestsJob): Promise<RunningJob> {
  const failure = new Failure();
  const clients: Client[] = [];
  const warmUp = prepareExchange(job.route, job.warmUp);
  const measured = prepareExchange(job.route, job.exchange);
  const warm = async (): Promise<void> => {
    const client = await Client.open(job.route, failure.report);
    clients.push(client);
    for (let i = 0; i < job.warmUps; i++) await client.request(warmUp);
  };
  await Promise.race([Promise.all(Array.from({ length: job.connections }, warm)), failure.happened]);

  const run: RunningJob['run'] = async () => {
    const bodyBefore = sum(clients, (client) => client.bodyBytes);
    const begun = performance.now();
    const deadline = begun + job.milliseconds;
    let count = 0;
    let started = 0;
    let last = begun;
    const finished = clients.map(
      (client) =>
        new Promise<void>((resolve) => {
          const next = (): void => {
            if (started >= (job.most ?? Infinity)) {
              resolve();
              return;
            }
            started++;
            client.send(measured, onAnswer);
          };
          const onAnswer = (): void => {
            count++;
            last = performance.now();
            if (last < deadline) next();
            else resolve();
          };
          next();
        }),
    );
    await Promise.race([Promise.all(finished), failure.happened]);
    return {
      count,
      bodyBytes: sum(clients, (client) => client.bodyBytes) - bodyBefore,
      streamBytes: sum(clients, (client) => client.connection.streamBytes),
      seconds: (last - begun) / 1000,
      delays: [],
      resumed: 0,
    };
  };
  return { run, end: () => clients.forEach((client) => client.connection.close()) };
}

function sum(clients: readonly Client[], value: (client: Client) => number): number {
  return clients.reduce((total, client) => total + value(client), 0);
}
