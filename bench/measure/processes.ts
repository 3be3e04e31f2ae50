import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of a process with its children, as Linux counts it. */
export interface ProcessorTime {
  /** Seconds on a processor, all threads together. */
  readonly seconds: number;
  /** The same by thread, so that the busiest one can be told. */
  readonly threads: ReadonlyMap<string, number>;
}

/** What the machine's processors did, in ticks since it started. */
export interface MachineTime {
  readonly total: number;
  readonly idle: number;
  /** Time in which another machine on the same hardware had our processors. */
  readonly steal: number;
}

/** Whether this system has the files that processor time and memory are read from. */
export const canMeasureProcesses = readIfThere('/proc/self/stat') !== undefined;

/** A process and everything that it started, as far as it runs now. */
export function withChildren(pids: readonly number[]): number[] {
  const found = [...pids];
  // The list grows while it is walked.
  for (const pid of found) {
    for (const task of tasksOf(pid)) {
      const children = readIfThere(`/proc/${pid}/task/${task}/children`) ?? '';
      found.push(...children.split(' ').filter(Boolean).map(Number));
    }
  }
  return [...new Set(found)];
}

/** Processor time so far; empty where the system does not tell. */
export function processorTime(pids: readonly number[]): ProcessorTime {
  const threads = new Map<string, number>();
  let seconds = 0;
  for (const pid of withChildren(pids)) {
    for (const task of tasksOf(pid)) {
      // Nanoseconds on a processor, the time spent waiting for one, and time slices.
      const text = readIfThere(`/proc/${pid}/task/${task}/schedstat`);
      if (text === undefined) continue;
      const used = Number(text.split(' ')[0]) / 1e9;
      threads.set(`${pid}/${task}`, used);
      seconds += used;
    }
  }
  return { seconds, threads };
}

/** Seconds that the busiest thread used between two readings. */
export function busiestThread(before: ProcessorTime, after: ProcessorTime): number {
  let most = 0;
  for (const [thread, used] of after.threads) most = Math.max(most, used - (before.threads.get(thread) ?? 0));
  return most;
}

export function machineTime(): MachineTime {
  const line = readIfThere('/proc/stat')?.split('\n', 1)[0] ?? '';
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = line
    .split(/ +/)
    .slice(1)
    .map(Number);
  return { total: user + nice + system + idle + wait + irq + soft + steal, idle: idle + wait, steal };
}

/** Share of the machine that was in use over a short while. */
export async function usedShare(milliseconds: number): Promise<number> {
  const before = machineTime();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const after = machineTime();
  return 1 - (after.idle - before.idle) / Math.max(1, after.total - before.total);
}

/** Resident memory of a process with its children, in bytes. */
export function residentBytes(pids: readonly number[]): number {
  let total = 0;
  for (const pid of withChildren(pids)) {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readIfThere(`/proc/${pid}/status`) ?? '')?.[1];
    total += Number(kilobytes ?? 0) * 1024;
  }
  return total;
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
