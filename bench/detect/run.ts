import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import type { Options } from '../options.js';
import { goalTable } from '../report/tables.js';
import { measureHostile } from './hostile.js';
import { measureLoad } from './load.js';
import { detectGoals, detectTables, type DetectMeasured } from './report.js';
import { DIRECTIONS, everything, expressionLoop, matchingPass, secretlint, type Scanner } from './scanners.js';
import { measureSmallBodies } from './small-bodies.js';
import { KINDS } from './texts.js';
import { measureThroughput } from './throughput.js';

/** Where the benchmark says what it has and what it is doing. */
export interface Saying {
  readonly say: (text: string) => void;
  readonly progress: (text: string) => void;
}

/** How fast detection is by itself, without a proxy around it. Returns everything that was measured, for `--json`. */
export async function benchDetect(options: Options, { say, progress }: Saying): Promise<object> {
  const machine = describeMachine(stayOnOneProcessor());
  say(machine);
  const { rounds } = options.pace;
  const peer = options.peers ? await secretlint() : { reason: '--no-peers' };
  const throughput = [];
  const smallBodies = [];
  for (const direction of DIRECTIONS) {
    const scanners: Scanner[] = [matchingPass(direction), expressionLoop(direction), everything(direction)];
    if ('scan' in peer) scanners.push(peer);
    for (const kind of KINDS) {
      progress(`${kind}, ${direction}`);
      throughput.push(...(await measureThroughput(kind, direction, scanners, rounds)));
      smallBodies.push(measureSmallBodies(kind, direction, rounds));
    }
  }
  const hostile = await measureHostile(rounds, progress);
  progress('loading the rules in new processes');
  const load = await measureLoad(rounds);
  const leftOut = 'reason' in peer ? peer.reason : undefined;
  const measured: DetectMeasured = { throughput, smallBodies, hostile, load, leftOut };
  const goals = detectGoals(measured);
  say(`\n${detectTables(measured)}\n\n${goalTable(goals)}`);
  return { machine, ...measured, goals };
}

/** Keeps all threads of this process and its children on one processor, where the system lets them be kept. */
function stayOnOneProcessor(): boolean {
  const last = `${cpus().length - 1}`;
  return spawnSync('taskset', ['-a', '-c', '-p', last, `${process.pid}`]).status === 0;
}

function describeMachine(isOnOne: boolean): string {
  const processors = cpus();
  return [
    `${processors.length} processors (${processors[0]?.model ?? 'unknown'}), ${process.platform}, Node ${process.version}`,
    'rates and times by processor time of all threads',
    isOnOne ? 'on one processor alone, by taskset' : 'on any processor: taskset is not there',
  ].join('\n');
}
