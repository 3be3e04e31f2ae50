import { Worker } from 'node:worker_threads';
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
const STALLED_AFTER_MS = 60_000;
const MAX_RESTART_DELAY_MS = 60_000;
/** Four sinks with a batch each and their libraries need a quarter of it. */
const MAX_HEAP_MB = 256;

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
  #heardAt = 0;
  #restartAt = 0;
  #restarts = 0;
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
    void this.#end();
    this.#launch();
  }

  /** Ends the thread. What it had not sent waits in the journal. */
  async stop(): Promise<void> {
    clearInterval(this.#check);
    clearInterval(this.#beats);
    await this.#end();
  }

  #launch(): void {
    const { plans } = this.#start;
    this.#status = plans.map((plan) => ({ ...NOT_STARTED, id: plan.id, target: targetOf(plan) }));
    if (plans.length === 0) return;
    const worker = new Worker(this.#options.program, {
      workerData: this.#start,
      name: 'sinks',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#worker = worker;
    this.#heardAt = performance.now();
    let isFirst = true;
    worker.on('message', ({ sinks }: FromSinks) => {
      if (this.#worker !== worker) return;
      this.#heardAt = performance.now();
      this.#status = sinks;
      if (isFirst) void this.#beat();
      isFirst = false;
    });
    worker.on('error', (error) => this.#lost(worker, error.name));
    worker.on('exit', () => this.#lost(worker, 'exit'));
    worker.unref();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #lost(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#status = this.#status.map((sink) => ({ ...sink, state: 'stuck' }));
    this.#restartAt = performance.now() + Math.min(MAX_RESTART_DELAY_MS, 1_000 * 2 ** Math.min(this.#restarts++, 10));
    this.#options.onReplaced(reason);
  }

  #watch(): void {
    const now = performance.now();
    const worker = this.#worker;
    if (worker !== undefined && now - this.#heardAt > STALLED_AFTER_MS) {
      this.#lost(worker, 'stalled');
      void worker.terminate();
    } else if (worker === undefined && this.#start.plans.length > 0 && now >= this.#restartAt) {
      this.#launch();
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
