import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { digestOf } from '../../src/fleet/digest.js';
import { withFleet } from '../../src/fleet/fleet-connection.js';
import { fleetLines } from '../../src/fleet/findings.js';
import { makeStreams } from '../../src/fleet/streams.js';
import { temporaryFolder } from '../findings/samples.js';
import { until } from '../support/guardian.js';
import { isInstalled } from '../support/tools.js';
import { Broker, testWithBroker } from './support/broker.js';
import { hostPlan, readerPlan } from './support/plans.js';
import type { PublisherReport, PublisherTask } from './support/publisher.js';

/** `TRAFFIC_GUARDIAN_FLEET=40x5000`: so many hosts with so many findings each; the size for every day is smaller. */
const [HOSTS = 0, FINDINGS = 0] = (process.env['TRAFFIC_GUARDIAN_FLEET'] ?? '6x2000').split('x').map(Number);
const TOTAL = HOSTS * FINDINGS;
/** Hosts beyond as many share processes: what is measured is the publisher, not how many Nodes a machine can start. */
const MAX_PROCESSES = 10;
const MINUTES = 60_000;

jest.setTimeout(30 * MINUTES);

/** More than a batch, a block of the journal and the library's buffers come and go with. */
const FLAT_BYTES = 12 * 1024 * 1024;

interface Publisher {
  readonly process: ChildProcess;
  readonly memory: number[];
  last: PublisherReport;
}

describe(`${HOSTS} hosts publish ${TOTAL} findings`, () => {
  let broker: Broker;
  const publishers: Publisher[] = [];

  beforeAll(async () => {
    if (!isInstalled('nats-server')) return;
    broker = new Broker();
    await broker.start();
    const bounds = { replicas: 1, maxAgeDays: 30, maxBytes: 4 * 1024 ** 3 };
    await withFleet(readerPlan(broker), (fleet) => makeStreams(fleet, bounds));
  }, 60_000);

  afterAll(async () => {
    for (const { process: child } of publishers) child.kill('SIGKILL');
    if (isInstalled('nats-server')) await broker.remove();
  }, 60_000);

  const launch = (hosts: readonly string[], folder: string): void => {
    const program = fileURLToPath(new URL('./support/publisher.js', import.meta.url));
    const task: PublisherTask = { folder, hosts, count: FINDINGS, plan: hostPlan(broker) };
    const child = fork(program, [JSON.stringify(task)], { execArgv: ['--expose-gc'] });
    const publisher: Publisher = { process: child, memory: [], last: { delivered: 0, failures: 0, memory: 0 } };
    child.on('message', (report: PublisherReport) => {
      publisher.last = report;
      if (report.delivered > 0) publisher.memory.push(report.memory);
    });
    publishers.push(publisher);
  };

  const delivered = (): number => publishers.reduce((sum, { last }) => sum + last.delivered, 0);
  const reach = (share: number) =>
    until(
      async () => delivered(),
      (count) => count >= TOTAL * share,
      25 * MINUTES,
    );

  testWithBroker('through a broker that is restarted three times: as many come out, each once', async () => {
    const home = temporaryFolder();
    const hosts = Array.from({ length: HOSTS }, (_, index) => `host-${index}`);
    const processes = Math.min(HOSTS, MAX_PROCESSES);
    for (let index = 0; index < processes; index++) {
      launch(
        hosts.filter((_, each) => each % processes === index),
        home,
      );
    }
    // In order, as by a crash, and in order again.
    for (const [share, signal] of [
      [0.2, 'SIGTERM'],
      [0.4, 'SIGKILL'],
      [0.6, 'SIGTERM'],
    ] as const) {
      await reach(share);
      await broker.stop(signal);
      // It is away until somebody has noticed.
      await until(
        async () => publishers.some(({ last }) => last.failures > 0),
        (noticed) => noticed,
        MINUTES,
      );
      await broker.start();
    }
    expect(await reach(1)).toBe(TOTAL);
    const { digest, stored } = await withFleet(readerPlan(broker), async (fleet) => ({
      stored: (await fleet.manager.streams.info(fleet.streams.findings)).state.messages,
      digest: await digestOf(fleetLines(fleet, { since: new Date(0) })),
    }));
    expect(digest.findings).toBe(TOTAL);
    expect(digest.occurrences).toBe(TOTAL);
    expect(Object.values(digest.by_host)).toEqual(Array.from({ length: HOSTS }, () => FINDINGS));
    const growth = publishers.map(({ memory }) => growthOf(memory));
    console.log(
      `${TOTAL} in, ${digest.findings} out, ${stored} stored; most growth of a publisher ${Math.max(...growth)} bytes`,
    );
    expect(Math.max(...growth)).toBeLessThan(FLAT_BYTES);
  });
});

/** The middle of the last third of the samples above that of the first third. */
function growthOf(samples: readonly number[]): number {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const middle = (some: readonly number[]): number => [...some].sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0;
  return middle(samples.slice(-third)) - middle(samples.slice(0, third));
}
