import { setTimeout as delay } from 'node:timers/promises';

/** Far beyond what anything here takes: only a fault gets there. */
const DEADLINE_MS = 60_000;

/** Asks until the answer is not undefined; fails after a bounded time. */
export async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
    await delay(25);
  }
}
