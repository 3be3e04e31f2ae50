import { Worker } from 'node:worker_threads';
import { codeOf } from '../../text/unknown-error.js';
import type { Beat } from '../beat.js';
import { targetOf } from '../plan.js';
import type { SinkStatus } from '../sink-status.js';
import type { FromSinks, SinksStart, ToSinks } from './messages.js';

export interface SinksThreadOptions {
  /** The program of the thread: a module that calls `runSinks`. */
  readonly program: URL;
  readonly beat: () => Promise<Beat>;
  /** How often a beat is sent, in milliseconds. */
  readonly beatMs: number;
  /** Told of a thread that ended or stood still, and is replaced. */
  readonly onReplaced: (reason: string) => void;
}

const CHECK_INTERVAL_MS = 1_000;
/** It speaks every second; one that is silent for this long stands still. */
const STALLED_AFTER_MS = 30_000;
const MAX_RESTART_DELAY_MS = 60_000;
/** Four sinks with a batch each and their libraries need a quarter of it. */
const MAX_HEAP_MB = 256;
/**
 * Space for new objects, in three parts. V8 takes 48 MB otherwise, and moves what is new in it to the rest of the heap at
 * once: a thread that grew beyond its memory then took the whole sidecar with it in two of eight runs under Node 24, and
 * with 12 in none of nineteen.
 */
const MAX_NEW_MB = 12;

/**
 * The sinks, in a thread of their own: whatever hangs, grows or throws there cannot touch the relay. The journal is
 * between them: the relay writes it whether or not anybody reads, and a thread that was replaced goes on where the place
 * on disk says.
 */
export class SinksThread {
  readonly #options: SinksThreadOptions;
  #start: SinksStart;
  #worker: Worker | undefined;
  #status: readonly SinkStatus[] = [];
  #launchedAt = 0;
  #heardAt = 0;
  #restartAt = 0;
  #restarts = 0;
  #isStopped = false;
  /** Settles when the thread of before is gone. */
  #ended: Promise<unknown> = Promise.resolve();
  readonly #check: NodeJS.Timeout;
  readonly #beats: NodeJS.Timeout;

  constructor(start: SinksStart, options: SinksThreadOptions) {
    this.#options = options;
    this.#start = start;
    this.#launch();
    this.#check = setInterval(() => this.#watch(), CHECK_INTERVAL_MS).unref();
    this.#beats = setInterval(() => void this.#beat(), options.beatMs).unref();
  }

  /** How each sink is, in the order configured. */
  get status(): readonly SinkStatus[] {
    return this.#status;
  }

  /** Goes on with other plans. */
  configure(start: SinksStart): void {
    this.#start = start;
    this.#restarts = 0;
    this.#status = statusOf(start, this.#status);
    void this.#replace();
  }

  /** Ends the thread. What it had not sent waits in the journal. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#check);
    clearInterval(this.#beats);
    await this.#end();
  }

  #launch(): void {
    if (this.#isStopped || this.#worker !== undefined || this.#start.plans.length === 0) return;
    this.#status = statusOf(this.#start, this.#status);
    const worker = new Worker(this.#options.program, {
      workerData: this.#start,
      name: 'sinks',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_NEW_MB },
    });
    this.#worker = worker;
    this.#launchedAt = this.#heardAt = performance.now();
    let isFirst = true;
    worker.on('message', ({ sinks }: FromSinks) => {
      if (this.#worker !== worker) return;
      this.#heardAt = performance.now();
      this.#status = sinks;
      if (isFirst) void this.#beat();
      isFirst = false;
    });
    worker.on('error', (error) => this.#lost(worker, codeOf(error) ?? error.name));
    worker.on('exit', () => this.#lost(worker, 'exit'));
    worker.unref();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker !== undefined) this.#ended = worker.terminate();
    await this.#ended;
  }

  /** One thread after the other: two of them would write over each other's places in the journal. */
  async #replace(): Promise<void> {
    this.#restartAt = Infinity;
    await this.#end();
    this.#launch();
  }

  #lost(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    void this.#end();
    if (performance.now() - this.#launchedAt > MAX_RESTART_DELAY_MS) this.#restarts = 0;
    this.#status = this.#status.map((sink) => ({ ...sink, state: 'stuck' }));
    this.#restartAt = performance.now() + Math.min(MAX_RESTART_DELAY_MS, 1_000 * 2 ** Math.min(this.#restarts++, 10));
    this.#options.onReplaced(reason);
  }

  #watch(): void {
    const now = performance.now();
    const worker = this.#worker;
    if (worker !== undefined && now - this.#heardAt > STALLED_AFTER_MS) {
      this.#lost(worker, 'stalled');
    } else if (worker === undefined && this.#start.plans.length > 0 && now >= this.#restartAt) {
      void this.#replace();
    }
  }

  async #beat(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    try {
      const message: ToSinks = { kind: 'beat', beat: await this.#options.beat() };
      worker.postMessage(message);
    } catch {
      // A status that cannot be made is told by whoever asks for it.
    }
  }
}

/** How sinks are before their thread has spoken: what was known of the same ones is still true. */
function statusOf({ plans }: SinksStart, before: readonly SinkStatus[]): SinkStatus[] {
  return plans.map((plan) => {
    const target = targetOf(plan);
    const known = before.find((sink) => sink.id === plan.id && sink.target === target);
    return { ...NOT_STARTED, ...known, id: plan.id, target, state: 'starting' };
  });
}

const NOT_STARTED = {
  state: 'starting',
  delivered: 0,
  refused: 0,
  lost_to_retention: 0,
  resets: 0,
  lag_lines: 0,
  failures: 0,
  beats_failed: 0,
} as const satisfies Partial<SinkStatus>;
