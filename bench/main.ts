// How fast the Guardian is, compared with no proxy, a bare tunnel and other intercepting proxies: npm run bench.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startField, type Field } from './contestants/all.js';
import { startGuardian } from './contestants/guardian.js';
import { benchDetect } from './detect/run.js';
import { LoadGenerator } from './load/generator.js';
import { Patience } from './measure/patience.js';
import { canMeasureProcesses } from './measure/processes.js';
import { readOptions, USAGE, WrongUsage, type Options } from './options.js';
import { judge } from './report/goals.js';
import { contestantTable, factTable, goalTable, workTable } from './report/tables.js';
import { startOrigins, type Origins } from './stage/origins.js';
import { works } from './works/all.js';
import type { Fact } from './works/facts.js';
import { measureMemory } from './works/memory.js';
import { runWork, type Ground } from './works/run-work.js';
import { sinkWorks, startSinkField } from './works/sinks.js';
import { startTroubled, troubleWorks } from './works/trouble.js';
import { measureUnscanned } from './works/unscanned.js';
import type { Work, WorkResult } from './works/work.js';
import { messageOf } from '../src/text/unknown-error.js';

const WORK_NAMES = [
  ...works.map(({ name }) => name),
  ...['trouble', 'sink'].flatMap((kind) => [`${kind}-get16-https`, `${kind}-download-random-https`]),
];
const FACT_NAMES = ['unscanned', 'memory'];

/** Everything that must be stopped, the last one started first. */
const stops: (() => Promise<void>)[] = [];

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (options === 'list') {
    console.log([...WORK_NAMES, ...FACT_NAMES].join('\n'));
    return 0;
  }
  const unknown = options.only.find((start) => ![...WORK_NAMES, ...FACT_NAMES].some((name) => name.startsWith(start)));
  if (unknown !== undefined) throw new WrongUsage(`--only ${unknown}: no work begins like this; --list names them`);
  if (options.part === 'detect') {
    const measured = await benchDetect(options, { say, progress });
    if (options.json) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
    return 0;
  }
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'tg-bench-'));
  stops.push(async () => {
    rmSync(folder, { recursive: true, force: true });
  });
  progress('writing bodies, starting servers and contestants');
  const origins = await startOrigins(folder);
  stops.push(() => origins.stop());
  const field = await startField({ folder, origins, peers: options.peers, profileFolder: options.profile });
  stops.push(() => field.stop());
  const loads = [new LoadGenerator(), new LoadGenerator()];
  stops.push(async () => {
    await Promise.all(loads.map((load) => load.stop()));
  });

  say(describeMachine(origins));
  say(contestantTable(field.contestants, field.leftOut));
  const patience = new Patience(options.patienceMs);
  const ground: Ground = { origins, loads, contestants: field.contestants, pace: options.pace, patience, progress };
  const results = await runWorks(options, ground, field, folder);
  const facts = await runFacts(options, ground, field, folder);
  const goals = judge({ works: results, facts });
  say(`\n${goalTable(goals)}`);
  const blind = await notInspected(field);
  if (blind !== undefined) throw new Error(blind);
  const seconds = Math.round((performance.now() - begun) / 1000);
  say(`\n${seconds} s; every answer was compared to the byte, none was wrong.`);
  if (options.json) {
    const contestants = field.contestants.map(({ name, description }) => ({ name, description }));
    const machine = describeMachine(origins);
    const all = { machine, contestants, leftOut: field.leftOut, works: results, facts, goals };
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  }
  return 0;
}

function wanted(name: string, isQuick: boolean, { only, quick }: Options): boolean {
  if (only.length > 0) return only.some((start) => name.startsWith(start));
  return isQuick || !quick;
}

async function runWorks(options: Options, ground: Ground, field: Field, folder: string): Promise<WorkResult[]> {
  const results: WorkResult[] = [];
  const run = async (work: Work, on: Ground): Promise<void> => {
    const result = await runWork(work, on);
    results.push(result);
    const names = on.contestants.map(({ name }) => name);
    say(`\n${workTable(result, names)}`);
  };
  for (const work of works) if (wanted(work.name, work.quick, options)) await run(work, ground);
  if (isKindWanted('trouble', options)) {
    const troubled = await startTroubled(ground.origins, field.authority);
    const trouble = troubleWorks(troubled, works).filter(({ name, quick }) => wanted(name, quick, options));
    for (const work of trouble) await run(work, { ...ground, contestants: troubled });
    await Promise.all(troubled.map((relay) => relay.stop()));
  }
  if (isKindWanted('sink', options)) {
    const sinkField = await startSinkField(folder, ground.origins);
    try {
      const sending = sinkWorks(ground.origins, works).filter(({ name, quick }) => wanted(name, quick, options));
      for (const work of sending) await run(work, { ...ground, contestants: sinkField.guardians });
      await sinkField.check();
    } finally {
      await sinkField.stop();
    }
  }
  return results;
}

/** Whether any work of a kind that has contestants of its own is wanted. */
function isKindWanted(kind: 'trouble' | 'sink', options: Options): boolean {
  return WORK_NAMES.some((name) => name.startsWith(kind) && wanted(name, true, options));
}

async function runFacts(options: Options, ground: Ground, field: Field, folder: string): Promise<Fact[]> {
  const facts: Fact[] = [];
  if (wanted('unscanned', true, options)) {
    progress('250 MB/s of text');
    const found = await measureUnscanned(field.guardian, ground);
    facts.push(...found);
    say(`\nunscanned: 250 MB/s of text in 1 MB pages, HTTPS, scan limit as by default\n${factTable(found)}`);
  }
  if (wanted('memory', true, options) && canMeasureProcesses) {
    // A fresh one: what others did before must not hide what this does.
    const description = 'the Guardian, freshly started';
    const fresh = await startGuardian({
      name: 'guardian-fresh',
      description,
      folder,
      origins: ground.origins,
      inspect: true,
    });
    try {
      const found = await measureMemory(fresh, ground);
      facts.push(...found);
      say(`\nmemory: resident, sidecar process with its observer\n${factTable(found)}`);
    } finally {
      await fresh.stop();
    }
  }
  return facts;
}

/** The Guardian must have looked at everything that it was given, or its numbers are somebody else's. */
async function notInspected({ guardian }: Field): Promise<string | undefined> {
  const { coverage, pinned } = await guardian.status();
  const bad = ['tunnelled', 'pinned', 'not_tls', 'unreadable', 'paused'].filter(
    (outcome) => (coverage.outcomes[outcome]?.connections ?? 0) > 0,
  );
  if (bad.length === 0 && pinned.length === 0) return undefined;
  return `the Guardian did not look into all connections: ${JSON.stringify(coverage.outcomes)}`;
}

function describeMachine(origins: Origins): string {
  const processors = cpus();
  return [
    `${processors.length} processors (${processors[0]?.model ?? 'unknown'}), ${process.platform} ${release()}, Node ${process.version}`,
    `origin: ${origins.description}; uploads, events and endless bodies: Node`,
    'rate: over the baseline in the same round, median [quartiles]; CPU: the same for processor time of the contestant.',
    'load: of one core, by the busier load process; thread: by the busiest thread of the contestant; idle, steal, others: of the machine.',
    ...(canMeasureProcesses ? [] : ['This system does not tell processor time and memory of processes: left out.']),
  ].join('\n');
}

/** Tables go to stdout, and out of the way of the JSON when that is wanted there. */
function say(text: string): void {
  progress('');
  (process.argv.includes('--json') ? process.stderr : process.stdout).write(`${text}\n`);
}

/** One line that is written over on a terminal, and nothing elsewhere but what is new. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop().catch(() => undefined);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().then(() => process.exit(1)));
}
let exitCode = 1;
try {
  exitCode = await main();
} catch (error) {
  const isUsage = error instanceof WrongUsage;
  console.error(isUsage ? `${error.message}\n\n${USAGE}` : `\nNo result: ${messageOf(error)}`);
  if (isUsage) exitCode = 2;
}
await stopAll();
process.exit(exitCode);
