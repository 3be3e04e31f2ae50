import { afterEach } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../src/findings/finding.js';
import { FindingsJournal, type JournalOptions } from '../../../src/findings/journal/journal.js';
import { LineCounter } from '../../../src/findings/journal/query/line-numbers.js';
import { Delivery, type DeliveryOptions } from '../../../src/sinks/delivery.js';
import { openSink } from '../../../src/sinks/open-sink.js';
import type { SinkPlan, WebhookPlan } from '../../../src/sinks/plan.js';
import type { SinkStatus } from '../../../src/sinks/sink-status.js';
import { recorded, temporaryFolder } from '../../findings/samples.js';
import { until } from '../../support/guardian.js';

export const ABOUT = { host: 'host-a', version: '1.2.3' };

/** A plan for tests in which only the delivery matters. */
export const PLAN: WebhookPlan = {
  kind: 'webhook',
  id: 'webhook.test',
  url: 'http://127.0.0.1:1/',
  headers: {},
  tls: {},
  secret: { env: 'NANOCLAW_TRAFFIC_GUARDIAN_NONE' },
  startAt: 'oldest',
  minSeverity: 'low',
  batchSize: 10,
  timeoutMs: 10_000,
};

/** A journal with its folder, and deliveries from it that end with the test. */
export interface Stage {
  readonly folder: string;
  readonly journal: FindingsJournal;
  /** Writes findings `from` up to `to`, and waits until they are on disk. */
  readonly write: (from: number, to: number) => Promise<void>;
  /** Starts a delivery; the next one with the same plan goes on where it was. */
  readonly deliver: (plan: SinkPlan, options?: Partial<DeliveryOptions>) => RunningDelivery;
}

export interface RunningDelivery {
  readonly delivery: Delivery;
  readonly status: () => Promise<SinkStatus>;
  readonly statusWhen: (good: (status: SinkStatus) => boolean) => Promise<SinkStatus>;
  readonly stop: () => Promise<void>;
}

const running: RunningDelivery[] = [];
const journals: FindingsJournal[] = [];

export async function stage(options: Partial<JournalOptions> = {}): Promise<Stage> {
  const home = temporaryFolder();
  const folder = join(home, 'findings');
  mkdirSync(folder, { mode: 0o700 });
  const journal = await FindingsJournal.open({ folder, ...options });
  journals.push(journal);
  return {
    folder,
    journal,
    write: async (from, to) => {
      for (let n = from; n < to; n++) journal.append(recorded(n));
      await journal.flush();
    },
    deliver: (plan, changes = {}) => {
      const lines = new LineCounter(folder);
      const delivery = new Delivery({
        plan,
        journal: folder,
        lines,
        file: join(home, 'sinks', `${plan.id}.json`),
        open: () => openSink(plan, ABOUT),
        pollMs: 10,
        backoff: () => 10,
        ...changes,
      });
      const ended = delivery.run();
      const status = async (): Promise<SinkStatus> => delivery.status(await lines.count());
      const started: RunningDelivery = {
        delivery,
        status,
        statusWhen: (good) => until(status, good),
        stop: async () => {
          delivery.stop();
          await ended;
        },
      };
      running.push(started);
      return started;
    },
  };
}

/** Ids of findings without those that came again, in the order of their first coming. */
export function once(findings: readonly Pick<Finding, 'id'>[]): string[] {
  return [...new Set(findings.map(({ id = '' }) => id))];
}

afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  for (const each of journals.splice(0)) await each.close();
});
