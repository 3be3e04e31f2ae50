import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** How often a thread looks at how busy it was, in milliseconds. */
const LOOK_EVERY_MS = 10_000;
/** Share of that time above which a thread is at work. A sidecar that relays nothing is below a hundredth. */
const AT_WORK = 0.02;
/**
 * Looks in a row that must have found no work. A collection has its price: compiled code that refers to what died is given
 * up with it, so that the second of work that follows is slower by a quarter. Measured with a rest after five seconds, when
 * an agent that thinks for a moment would pay it each time; after half a minute nobody is waiting.
 */
const QUIET_LOOKS = 3;

/** Tells, look by look, when the time has come to give memory back: once after each stretch of work, the start included. */
export class RestAfterWork {
  #quiet = 0;

  /** @param busy The share of the time since the last look in which the thread was at work, 0 to 1. */
  shouldCollect(busy: number): boolean {
    this.#quiet = busy >= AT_WORK ? 0 : this.#quiet + 1;
    return this.#quiet === QUIET_LOOKS;
  }
}

/**
 * Lets this thread give back what its work left behind once nothing happens any more. V8 collects when a program
 * allocates: one that falls silent keeps its garbage, and the pages that its busiest second needed, for as long as the
 * silence lasts. Measured: 135 MB of a sidecar that was just started become 110, by collections of some ten
 * milliseconds, while nothing is relayed.
 *
 * Needs `--expose-gc` (`spawn-sidecar.ts`); without it, nothing happens. The timer alone does not keep a thread alive.
 */
export function giveMemoryBackAtRest(collect: (() => void) | undefined = globalThis.gc): void {
  if (collect === undefined) return;
  const rest = new RestAfterWork();
  let seen: EventLoopUtilization = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, seen);
    seen = now;
    if (!rest.shouldCollect(utilization)) return;
    collect();
    // Without helper threads a collection leaves its pages to be swept by and by; the next one begins with finishing that.
    // Measured: 3 MB.
    collect();
  }, LOOK_EVERY_MS).unref();
}
