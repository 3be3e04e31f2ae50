import { availableParallelism } from 'node:os';
import type { Contestant } from '../contestants/contestant.js';
import type { JobResult } from '../load/job.js';
import type { LoadGenerator } from '../load/generator.js';
import { busiestThread, machineTime, processorTime } from '../measure/processes.js';
import { TOO_MUCH, type Patience } from '../measure/patience.js';
import { quantile } from '../measure/statistics.js';
import type { Origins } from '../stage/origins.js';
import type { Failed, Pace, Slice, Work, WorkResult } from './work.js';
import { messageOf } from '../../src/text/unknown-error.js';

/** What works run on. */
export interface Ground {
  readonly origins: Origins;
  readonly loads: readonly LoadGenerator[];
  readonly contestants: readonly Contestant[];
  readonly pace: Pace;
  readonly patience: Patience;
  /** Tells how far it is. */
  readonly progress: (text: string) => void;
}

/** Slices are cut off long after their time: a contestant that takes so long does not work. */
const RUN_TIMEOUT_MS = 90_000;
/** After a slice, until observers have looked at the last bytes and closed connections are gone. */
const SETTLE_MS = 60;

/**
 * Lets each contestant do a work in each round. The order turns by one place from round to round, and everything is
 * compared within its round, so that what the rest of the machine does meets all of them alike.
 *
 * @throws Error when the direct way, the tunnel or the Guardian fails: a run with errors has no numbers.
 */
export async function runWork(work: Work, ground: Ground): Promise<WorkResult> {
  const slices: Slice[] = [];
  const failed: Failed[] = [];
  const all = ground.contestants.filter((contestant) => work.takesPart(contestant));
  for (let round = 0; round < ground.pace.rounds; round++) {
    const taking = all.filter(({ role }) => role !== 'peer' || peersTakePart(round, ground.pace));
    const turned = taking.map((_, i) => taking[(i + round) % taking.length]!);
    for (const contestant of turned) {
      if (failed.some((each) => each.contestant === contestant.name)) continue;
      ground.progress(`${work.name}, round ${round + 1} of ${ground.pace.rounds}: ${contestant.name}`);
      try {
        slices.push(await undisturbedSlice(work, contestant, round, ground));
      } catch (error) {
        const reason = messageOf(error);
        if (contestant.role !== 'peer') throw new Error(`${contestant.name} failed at ${work.name}: ${reason}`);
        failed.push({ contestant: contestant.name, reason });
        // Whatever its connections are still up to, it is not for the next one to hear.
        await Promise.all(ground.loads.map((load) => load.restart()));
      }
    }
  }
  const { name, title, measures, unit, baseline } = work;
  const right = slices.filter(({ contestant }) => !failed.some((each) => each.contestant === contestant));
  return { name, title, measures, unit, baseline, slices: right, failed };
}

/** Spread over the rounds: with 3 of 7 in rounds 1, 4 and 6. */
function peersTakePart(round: number, { rounds, peerRounds }: Pace): boolean {
  return Math.floor((round * peerRounds) / rounds) !== Math.floor(((round - 1) * peerRounds) / rounds);
}

/** A slice during which others took little; measured again while patience lasts. */
async function undisturbedSlice(work: Work, contestant: Contestant, round: number, ground: Ground): Promise<Slice> {
  for (;;) {
    const begun = performance.now();
    const slice = await runSlice(work, contestant, round, ground);
    if (slice.otherShare + slice.stealShare < TOO_MUCH) return slice;
    if (!ground.patience.spend(performance.now() - begun)) return slice;
  }
}

async function runSlice(work: Work, contestant: Contestant, round: number, ground: Ground): Promise<Slice> {
  const { origins, loads, pace } = ground;
  const jobs = work.jobs(contestant, origins, pace.sliceMs * (work.longer ?? 1));
  const used = jobs.map((_, i) => loads[i]!);
  // Waited for before connections are open: some peers close one that is idle for five seconds.
  await ground.patience.untilQuiet();
  await Promise.all(used.map((load, i) => load.prepare(jobs[i]!.job)));

  const cores = availableParallelism();
  const ownBefore = process.cpuUsage();
  const originBefore = processorTime(origins.pids).seconds;
  const begun = performance.now();
  const machineBefore = machineTime();
  const before = processorTime(contestant.pids);
  const running = Promise.all(used.map((load) => load.run(RUN_TIMEOUT_MS)));
  const stop = work.onStart?.(contestant);
  const results = await running;
  stop?.();
  const machineAfter = machineTime();
  const atEnd = processorTime(contestant.pids);
  const capacity = ((performance.now() - begun) / 1000) * cores;
  const own = process.cpuUsage(ownBefore);
  const known =
    sum(results, (result) => result.processorSeconds) +
    (atEnd.seconds - before.seconds) +
    (processorTime(origins.pids).seconds - originBefore) +
    (own.user + own.system) / 1e6;
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const after = processorTime(contestant.pids);
  await Promise.all(used.map((load) => load.end()));

  const measured = results.filter((_, i) => jobs[i]!.background !== true);
  const seconds = Math.max(...measured.map((result) => result.seconds));
  const units = sum(measured, (result) => (work.unit === 'request' ? result.count : result.bodyBytes / 1e6));
  const count = sum(measured, (result) => result.count);
  if (count === 0) throw new Error('not one answer in time');
  const delays = measured.flatMap((result) => result.delays);
  const ticks = Math.max(1, machineAfter.total - machineBefore.total);
  const idleShare = (machineAfter.idle - machineBefore.idle) / ticks;
  const stealShare = (machineAfter.steal - machineBefore.steal) / ticks;
  return {
    contestant: contestant.name,
    round,
    count,
    // Each process by its own clock: they do not stop at the same instant.
    rate: sum(measured, (result) => unitsOf(work, result) / result.seconds),
    processor: contestant.pids.length === 0 ? undefined : (after.seconds - before.seconds) / units,
    thread: contestant.pids.length === 0 ? undefined : busiestThread(before, after) / units,
    p50: work.measures === 'delay' ? quantile(delays, 0.5) : undefined,
    p99: work.measures === 'delay' ? quantile(delays, 0.99) : undefined,
    loadShare: Math.max(...results.map((result) => result.processorSeconds / result.seconds)),
    threadShare: busiestThread(before, atEnd) / seconds,
    idleShare,
    stealShare,
    otherShare: Math.max(0, 1 - idleShare - stealShare - known / capacity),
    resumedShare: sum(measured, (result) => result.resumed) / count,
  };
}

function unitsOf(work: Work, result: JobResult): number {
  return work.unit === 'request' ? result.count : result.bodyBytes / 1e6;
}

function sum(results: readonly JobResult[], value: (result: JobResult) => number): number {
  return results.reduce((total, result) => total + value(result), 0);
}
