import { constants, getPriority, setPriority } from 'node:os';

/**
 * Niceness of the threads that only look: a tenth of the relay's share where both want the same processor
 * (sched(7), "The nice value"). On two processors that clients, servers and the relay keep busy, small requests are a
 * fifth faster with it, and in twenty seconds of that the observer leaves nothing out; at 19 it does.
 */
const NICENESS = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Lets this thread stand back behind the relay's. A thread that never waits is otherwise given as much as one that has to
 * answer, in slices of some milliseconds that a small request then waits for.
 *
 * Only Linux has a niceness for each thread (setpriority(2), "C library/kernel differences"); elsewhere it would be that of
 * the whole process. One that is lower already stays, as nobody but root may raise it.
 */
export function standBack(): void {
  if (process.platform !== 'linux') return;
  try {
    if (getPriority() < NICENESS) setPriority(NICENESS);
  } catch {
    // A sandbox that forbids it: slower beside much traffic, and nothing else.
  }
}
