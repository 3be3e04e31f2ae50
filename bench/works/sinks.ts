import { createServer } from 'node:http';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import { generateSecrets } from '../../test/support/secrets.js';
import { startGuardian, type Guardian } from '../contestants/guardian.js';
import type { Origins } from '../stage/origins.js';
import { again } from './again.js';
import type { Work } from './work.js';

const STATES = {
  'sink-none': 'findings go nowhere beside the journal',
  'sink-healthy': 'an OTLP collector takes every finding',
  'sink-hanging': 'an OTLP collector takes connections and never answers',
} as const;

type State = keyof typeof STATES;

/** Secrets that leave while a slice runs, all of them new: sinks that have nothing to send prove nothing. */
const FINDINGS_PER_SECOND = 50;

export interface SinkField {
  readonly guardians: readonly Guardian[];
  /** @throws Error when a sink did not do what its contestant is named after: the numbers are then somebody else's. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

/** One Guardian for each state, each with a collector of its own. */
export async function startSinkField(folder: string, origins: Origins): Promise<SinkField> {
  const healthy = await collector((answer) => answer());
  const hanging = await collector(() => undefined);
  const start = (name: State, port?: number): Promise<Guardian> =>
    startGuardian({
      name,
      description: STATES[name],
      folder,
      origins,
      inspect: true,
      config: port === undefined ? {} : { sinks: { otlp: { bench: { url: `http://127.0.0.1:${port}` } } } },
    });
  const guardians = await Promise.all([
    start('sink-none'),
    start('sink-healthy', healthy.port),
    start('sink-hanging', hanging.port),
  ]);
  return {
    guardians,
    check: async () => {
      const [, toHealthy, toHanging] = await Promise.all(
        guardians.map(async (guardian) => (await guardian.status()).sinks?.[0]),
      );
      if (!toHealthy?.delivered || toHanging === undefined || toHanging.delivered > 0 || toHanging.lag_lines === 0) {
        throw new Error(`sinks did not do what they were to: ${JSON.stringify({ toHealthy, toHanging })}`);
      }
    },
    stop: async () => {
      await Promise.all(guardians.map((guardian) => guardian.stop()));
      await Promise.all([healthy.close(), hanging.close()]);
    },
  };
}

/** Some of the works again, while secrets leave: without a sink, with one that works, and with one that hangs. */
export function sinkWorks(origins: Origins, works: readonly Work[]): Work[] {
  return again(works, {
    prefix: 'sink',
    title: `${FINDINGS_PER_SECOND} findings a second, sink healthy or hanging`,
    baseline: 'sink-none' satisfies State,
    states: Object.keys(STATES),
    onStart: (contestant) => {
      const { dial, authorization = '', origin } = contestant.route(origins.special(false));
      const credential = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
      const proxy = `http://${credential}@${dial.host}:${dial.port}`;
      const send = (): void => {
        const [secret] = generateSecrets(1);
        // A slice ends with exchanges under way, and whether one of these succeeds is not what is measured.
        sendThrough(proxy, `http://${origin.host}:${origin.port}/upload`, `key ${secret}`).catch(() => undefined);
      };
      const timer = setInterval(send, 1_000 / FINDINGS_PER_SECOND);
      return () => clearInterval(timer);
    },
  });
}

/** Something that listens as a collector does. @param take Called with what answers a request. */
async function collector(take: (answer: () => void) => void): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => take(() => response.writeHead(200).end()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
