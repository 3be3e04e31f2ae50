import { HOUR_MS } from '../time/lengths.js';
import type { Stores } from './open-stores.js';

/** How often retention looks at what is kept, in milliseconds. */
const SWEEP_INTERVAL_MS = HOUR_MS;

/** Lets retention look at the stores now and then. The timer alone does not keep the process running. */
export function sweepHourly({ journal, audit, logFile }: Stores): NodeJS.Timeout {
  return setInterval(() => {
    void journal.sweep();
    void audit.sweep();
    logFile.sweep();
  }, SWEEP_INTERVAL_MS).unref();
}
