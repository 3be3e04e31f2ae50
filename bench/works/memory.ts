import type { Guardian } from '../contestants/guardian.js';
import { residentBytes } from '../measure/processes.js';
import type { Fact } from './facts.js';
import type { Ground } from './run-work.js';

const HUGE_BYTES = 2 * 1024 ** 3;
const IDLE_CONNECTIONS = 1_000;
const SAMPLE_MS = 50;
/** A sidecar gives memory back after 30 to 40 seconds in which nothing happened (src/sidecar/memory-at-rest.ts). */
const REST_MS = 45_000;
const PAUSE_MS = 2_000;

/** Resident memory of a sidecar that was just started: at rest, with idle connections, and while a huge body passes. */
export async function measureMemory(guardian: Guardian, { origins, loads, progress }: Ground): Promise<Fact[]> {
  const load = loads[0]!;
  const resident = (): number => residentBytes(guardian.pids);
  const small = { method: 'GET' as const, path: '/small.json', expectFile: origins.bodies.small };
  await rest();
  const fresh = resident();

  progress('memory: first requests');
  const route = guardian.route(origins.files(true));
  const warm = { kind: 'requests' as const, route, exchange: small, warmUp: small, connections: 16, warmUps: 500 };
  await load.prepare({ ...warm, milliseconds: 1_000 });
  await load.run(30_000);
  await load.end();
  await rest();
  const used = resident();

  progress(`memory: ${IDLE_CONNECTIONS} idle connections`);
  await load.prepare({ kind: 'hold', route, exchange: small, connections: IDLE_CONNECTIONS });
  await rest();
  const held = resident();
  await load.run(60_000);
  await load.end();
  await rest(PAUSE_MS);

  progress('memory: a body of 2 GB');
  const special = guardian.route(origins.special(true));
  const body = { method: 'GET' as const, path: `/pages?bytes=${HUGE_BYTES}`, expectFile: origins.bodies.page };
  const warmUp = { method: 'GET' as const, path: '/small.json', expectFile: origins.bodies.small };
  await load.prepare({
    kind: 'requests',
    route: special,
    exchange: { ...body, expectBytes: HUGE_BYTES },
    warmUp,
    connections: 1,
    warmUps: 1,
    milliseconds: 300_000,
    most: 1,
  });
  const before = resident();
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, resident())), SAMPLE_MS);
  const result = await load.run(300_000);
  clearInterval(sampling);
  await load.end();
  return [
    { name: 'memory-fresh', title: 'just started', value: fresh / 1e6, unit: 'MB' },
    { name: 'memory-idle', title: 'at rest after some 10,000 requests', value: used / 1e6, unit: 'MB' },
    {
      name: 'memory-connections',
      title: `${IDLE_CONNECTIONS} idle inspected connections add`,
      value: (held - used) / 1e6,
      unit: 'MB',
    },
    {
      name: 'memory-body',
      title: 'a body of 2 GB adds, at most',
      value: (most - before) / 1e6,
      unit: 'MB',
      detail: `at ${Math.round(result.bodyBytes / result.seconds / 1e6)} MB/s`,
    },
  ];
}

function rest(milliseconds = REST_MS): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
