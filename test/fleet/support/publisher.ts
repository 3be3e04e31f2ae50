import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FindingsJournal } from '../../../src/findings/journal/journal.js';
import { LineCounter } from '../../../src/findings/journal/query/line-numbers.js';
import type { RecordedFinding } from '../../../src/findings/finding.js';
import { redactedSnippet } from '../../../src/findings/redacted-snippet.js';
import { Delivery } from '../../../src/sinks/delivery.js';
import { openSink } from '../../../src/sinks/open-sink.js';
import type { NatsPlan } from '../../../src/sinks/plan.js';

/** What simulated hosts are to do; several of them may share a process. */
export interface PublisherTask {
  readonly folder: string;
  readonly hosts: readonly string[];
  /** Findings of each. */
  readonly count: number;
  readonly plan: NatsPlan;
}

/** What a process of simulated hosts tells the test. */
export interface PublisherReport {
  readonly delivered: number;
  /** Failures in a row, of the host that has most. */
  readonly failures: number;
  /** Heap and buffers in use after a collection, in bytes. */
  readonly memory: number;
}

const REPORT_EVERY_MS = 1_000;

/** Simulated hosts in a process of their own: each writes findings to its journal and publishes them at the same time. */
async function main({ folder, hosts, count, plan }: PublisherTask): Promise<void> {
  const running = await Promise.all(hosts.map((host) => start(join(folder, host), host, plan)));
  const report = (): PublisherReport => {
    const statuses = running.map(({ delivery }) => delivery.status({ first: 0, end: 0 }));
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return {
      delivered: statuses.reduce((sum, { delivered }) => sum + delivered, 0),
      failures: Math.max(...statuses.map(({ failures }) => failures)),
      memory: heapUsed + external,
    };
  };
  setInterval(() => process.send?.(report()), REPORT_EVERY_MS);
  await Promise.all(running.map(({ host, journal }) => write(journal, host, count)));
}

async function start(folder: string, host: string, plan: NatsPlan) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const findings = join(folder, 'findings');
  const journal = await FindingsJournal.open({ folder: findings, maxFileBytes: 512 * 1024 });
  const delivery = new Delivery({
    plan,
    journal: findings,
    file: join(folder, 'nats.json'),
    lines: new LineCounter(findings),
    open: () => openSink(plan, { host, version: '1.0.0' }),
  });
  void delivery.run();
  return { host, journal, delivery };
}

async function write(journal: FindingsJournal, host: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    journal.append(finding(host, n));
    // As many as fit its backlog; the rest of the world goes on meanwhile.
    if (n % 500 === 499) await journal.flush();
  }
  await journal.flush();
}

function finding(host: string, n: number): RecordedFinding {
  const digest = createHash('sha256').update(`${host} ${n}`).digest('hex');
  const id = [8, 12, 16, 20, 32].map((end, i, ends) => digest.slice(ends[i - 1] ?? 0, end)).join('-');
  return {
    schema_version: 'clawsec-traffic-finding/v1',
    platform: 'nanoclaw',
    direction: 'outbound',
    protocol: 'https',
    threat_type: 'EXFIL',
    pattern: 'aws_access_key',
    severity: 'high',
    source: '172.17.0.2:50412',
    dest: 'paste.example.net:443',
    snippet: redactedSnippet([{ kind: 'hidden', length: 20 }]),
    timestamp: new Date(Date.UTC(2026, 10, 5) + n).toISOString(),
    agent: 'main',
    flow: `flow-${n}`,
    fingerprint: digest.slice(0, 32),
    id,
    count: 1,
  };
}

// Whoever started it may be gone.
process.on('disconnect', () => process.exit(0));
await main(JSON.parse(process.argv[2] ?? '') as PublisherTask);
