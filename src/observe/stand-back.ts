import { readFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/**
 * How far a thread stands back behind its process, as of nice(1): it still gets a tenth of what another one gets, so
 * that it never stands still. Twice as far gained no more in what was measured.
 */
const NICE = 10;
/** The lowest priority that there is. */
const NICEST = 19;

/**
 * What Linux tells a thread about itself (proc(5)). Not the link above it, which says as much: who may read that by
 * Node's permission model may read all that is behind it, `root` and so every file.
 */
const OWN_STATUS = '/proc/thread-self/status';
const THREAD = /^Tgid:\s*(\d+)\n(?:.*\n)*?Pid:\s*(\d+)\n/m;

/**
 * Lets those threads of this process go first that somebody waits for, when there are not processors enough for all: it
 * lowers the priority of the calling thread alone, for good. Linux gives each thread one (setpriority(2)); elsewhere, or
 * where the system says no, nothing happens.
 *
 * @returns whether this thread stands back now.
 */
export function standBack(status = OWN_STATUS): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const [, ofProcess, thread] = THREAD.exec(readFileSync(status, 'latin1')) ?? [];
    // A /proc of another namespace of processes has other numbers: that thread would be somebody else's.
    if (Number(ofProcess) !== process.pid) return false;
    setPriority(Number(thread), Math.min(NICEST, getPriority() + NICE));
    return true;
  } catch {
    return false;
  }
}
