import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A wall clock that a test can move while a process runs, for `node --import`: main thread and worker threads read the
 * milliseconds to add from the file `clock-offset` of the state folder. The monotonic clock and timers go on as they are,
 * as they do when a system's clock is set.
 */
const file = join(process.env['NANOCLAW_TRAFFIC_GUARDIAN_HOME'] ?? '', 'clock-offset');
const LOOK_MS = 20;
const RealDate = Date;
let offset = 0;
let lookedAt = -Infinity;

function now(): number {
  if (performance.now() - lookedAt >= LOOK_MS) {
    lookedAt = performance.now();
    offset = offsetNow();
  }
  return RealDate.now() + offset;
}

function offsetNow(): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: unknown[], created) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, created) as Date,
  get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
});
