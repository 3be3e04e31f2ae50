import { readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';

/**
 * Does to the thread of the sinks what a bug in it or in its libraries would, for `node --import`: it looks at the file
 * `sinks-trouble` of the state folder, takes it away, and does what it says. Every other thread is left alone.
 */
const file = join(process.env['NANOCLAW_TRAFFIC_GUARDIAN_HOME'] ?? '', 'sinks-trouble');
const LOOK_MS = 20;

const troubles: Readonly<Record<string, () => void>> = {
  crash: () => {
    throw new RangeError('a bug');
  },
  grow: () => {
    const all: object[] = [];
    for (;;) all.push(Array.from({ length: 1_000 }, (_, index) => ({ index })));
  },
  // Waits, rather than turning in a circle: on a machine with one processor that would be in everybody's way.
  stall: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
};

function look(): void {
  let trouble: string;
  try {
    trouble = readFileSync(file, 'utf8');
    unlinkSync(file);
  } catch {
    return;
  }
  troubles[trouble]?.();
}

const started: unknown = workerData;
if (!isMainThread && typeof started === 'object' && started !== null && 'plans' in started) {
  setInterval(look, LOOK_MS).unref();
}
