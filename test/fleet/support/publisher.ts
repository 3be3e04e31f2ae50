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

/** What a simulated host tells the test. */
export interface PublisherReport {
  readonly delivered: number;
  readonly failures: number;
  /** Heap and buffers in use after a collection, in bytes. */
  readonly memory: number;
}

/** A simulated host, a process of its own: writes findings to its journal and publishes them at the same time. */
async function main(folder: string, host: string, count: number, plan: NatsPlan): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const journal = await FindingsJournal.open({ folder: join(folder, 'findings'), maxFileBytes: 512 * 1024 });
  const lines = new LineCounter(join(folder, 'findings'));
  const delivery = new Delivery({
    plan,
    journal: join(folder, 'findings'),
    file: join(folder, 'nats.json'),
    lines,
    open: () => openSink(plan, { host, version: '1.0.0' }),
    pollMs: 100,
  });
  const ended = delivery.run();
  const report = (): PublisherReport => {
    const { delivered, failures } = delivery.status(0);
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return { delivered, failures, memory: heapUsed + external };
  };
  const timer = setInterval(() => process.send?.(report()), 250);
  for (let n = 0; n < count; n++) {
    journal.append(finding(host, n));
    // As many as fit its backlog; the rest of the world goes on meanwhile.
    if (n % 500 === 499) await journal.flush();
  }
  await journal.flush();
  process.once('message', () => {
    clearInterval(timer);
    delivery.stop();
    void ended.then(() => journal.close()).then(() => process.exit(0));
  });
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

const [, , folder = '', host = '', count = '', plan = ''] = process.argv;
await main(folder, host, Number(count), JSON.parse(plan) as NatsPlan);
