import type { Guardian } from '../contestants/guardian.js';
import type { JobResult } from '../load/job.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import type { Fact } from './facts.js';
import type { Ground } from './run-work.js';

const PER_SECOND = 250;
/** Time for the observer to report the connections that were closed. */
const SETTLE_MS = 15_000;

/**
 * How much the observer misses at 250 MB/s of text, every byte of which is below the scan limit. What it says that it
 * saw and did not see must be what the clients sent and received, to the byte.
 */
export async function measureUnscanned(guardian: Guardian, { origins, loads, pace }: Ground): Promise<Fact[]> {
  const before = await guardian.status();
  const milliseconds = pace.sliceMs * 4;
  const job = {
    kind: 'paced' as const,
    route: guardian.route(origins.files(true)),
    exchange: { method: 'GET' as const, path: '/page.txt', expectFile: origins.bodies.page },
    connections: 4,
    perSecond: PER_SECOND / loads.length,
    milliseconds,
  };
  await Promise.all(loads.map((load) => load.prepare(job)));
  const results = await Promise.all(loads.map((load) => load.run(60_000)));
  await Promise.all(loads.map((load) => load.end()));
  const connections = loads.length * job.connections;
  const after = await settled(guardian, before.coverage.connections + connections);
  return factsOf(before, after, results);
}

async function settled(guardian: Guardian, connections: number): Promise<Status> {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const status = await guardian.status();
    if (status.coverage.connections >= connections || performance.now() > deadline) return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function factsOf(before: Status, after: Status, results: readonly JobResult[]): Fact[] {
  const seen = after.coverage.bytes_seen - before.coverage.bytes_seen;
  const unseen = after.coverage.bytes_unseen - before.coverage.bytes_unseen;
  const dropped =
    (after.coverage.outcomes['dropped']?.bytes_unseen ?? 0) - (before.coverage.outcomes['dropped']?.bytes_unseen ?? 0);
  const bodies = results.reduce((total, result) => total + result.bodyBytes, 0);
  const seconds = Math.max(...results.map((result) => result.seconds));
  const relayed = results.reduce((total, result) => total + result.streamBytes, 0);
  return [
    { name: 'bulk-rate', title: 'rate that was reached', value: bodies / seconds / 1e6, unit: 'MB/s' },
    { name: 'bytes-unseen', title: 'bytes not scanned', value: unseen, unit: 'bytes', detail: `dropped: ${dropped}` },
    {
      name: 'bytes-unaccounted',
      title: 'bytes that were relayed and are in no count',
      value: relayed - seen - unseen,
      unit: 'bytes',
      detail: `relayed ${relayed}, seen ${seen}, unseen ${unseen}`,
    },
  ];
}
