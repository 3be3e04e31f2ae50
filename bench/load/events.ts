import { Connection } from './connection.js';
import { prepareExchange } from './exchange.js';
import type { EventsJob } from './job.js';
import { Failure, type RunningJob } from './running-job.js';

const EVENT = /data: \{"sequence":(\d+),"sent":"(\d+)"/g;

/** Listens to event streams. The origin writes its monotonic clock into each event; both processes share that clock. */
export async function prepareEvents(job: EventsJob): Promise<RunningJob> {
  const failure = new Failure();
  const connections: Connection[] = [];
  const { request } = prepareExchange(job.route, { method: 'GET', path: job.path });
  let delays: number[] = [];
  const open = async (): Promise<void> => {
    let started: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (started = resolve));
    let expected = 0;
    let rest = '';
    const connection = await Connection.open(job.route, {
      onBytes: (bytes) => {
        const now = process.hrtime.bigint();
        rest += bytes.toString('latin1');
        let end = 0;
        for (const match of rest.matchAll(EVENT)) {
          if (Number(match[1]) !== expected++) throw new Error('an event is missing');
          delays.push(Number(now - BigInt(match[2]!)) / 1000);
          end = match.index + match[0].length;
          started();
        }
        rest = rest.slice(end).slice(-200);
        if (expected === 0 && rest.startsWith('HTTP/1.1') && !rest.startsWith('HTTP/1.1 200')) {
          throw new Error(`the answer is ${JSON.stringify(rest)}`);
        }
      },
      onFailure: failure.report,
    });
    connections.push(connection);
    connection.write(request);
    await first;
  };
  // One after the other, so that their events do not come at the same instant.
  for (let i = 0; i < job.streams; i++) await Promise.race([open(), failure.happened]);

  const run: RunningJob['run'] = async () => {
    delays = [];
    const begun = performance.now();
    await Promise.race([new Promise((resolve) => setTimeout(resolve, job.milliseconds)), failure.happened]);
    const seconds = (performance.now() - begun) / 1000;
    return { count: delays.length, bodyBytes: 0, streamBytes: 0, seconds, delays: [...delays], resumed: 0 };
  };
  return { run, end: () => connections.forEach((connection) => connection.close()) };
}
