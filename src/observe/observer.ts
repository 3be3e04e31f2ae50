import { Worker } from 'node:worker_threads';
import type { Flow, FlowTap, TrafficTap } from '../proxy/flow.js';
import type { FlowCoverage } from './content.js';
import { decodeAnnouncement, encodeAnnouncement } from './flow-announcement.js';
import { FlowWriter } from './flow-writer.js';
import type { ObserverMessage, ObserverStart } from './observer-protocol.js';
import { createRingMemory, RecordKind, type RingMemory } from './ring/layout.js';
import { RingReader } from './ring/ring-reader.js';
import { RingShares } from './ring/ring-shares.js';
import { RingWriter } from './ring/ring-writer.js';
import { SkipSlots } from './ring/skip-slots.js';

/** Things that happen to the observer, for status and the audit log. */
export type ObserverEvent =
  | { readonly kind: 'started' }
  /** The thread ended or stood still; a new one takes over. Bytes that it had not looked at count as dropped. */
  | { readonly kind: 'replaced'; readonly reason: string };

export interface ObserverOptions {
  /** The program of the thread: a module that calls `runObserver`. */
  readonly program: URL;
  /** Handed to the program; must survive structured cloning. */
  readonly programData: unknown;
  /** Size of the ring in bytes; a power of two. */
  readonly ringBytes: number;
  /** A thread that takes nothing from a filled ring for this long, in milliseconds, is replaced. */
  readonly stalledAfterMs: number;
  readonly onMessage: (message: unknown) => void;
  readonly onFlowClosed: (flow: Flow, coverage: FlowCoverage) => void;
  readonly onEvent: (event: ObserverEvent) => void;
}

const CHECK_INTERVAL_MS = 250;
/** A thread that lived this long was not broken from the start. */
const STABLE_AFTER_MS = 2_000;
const MAX_BACKOFF_MS = 5_000;
/** A thread that has not begun to look after this long hangs. It takes a second, on a machine with nothing else to do. */
const BEGINS_WITHIN_MS = 30_000;
/** Names that wait for room in the ring; under a flood of connections further ones are not looked at. */
const MAX_NAMES = 4_096;
/** The number under which records stand that belong to no flow; flows count from 1. */
const NO_FLOW = 0;

/**
 * The relay's side of an observer: gives each flow a tap that copies into the ring, and keeps a thread alive that reads
 * it. Whatever happens to that thread, the relay goes on; what it did not see is counted.
 */
export class Observer implements TrafficTap {
  readonly #options: ObserverOptions;
  #programData: unknown;
  readonly #flows = new Map<number, FlowWriter>();
  /** Connections of which only the name is to be told, and the ring had no room for it. */
  readonly #names: Flow[] = [];
  #ring: RingMemory;
  #writer: RingWriter;
  #shares: RingShares;
  #slots: SkipSlots;
  #worker: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;
  #nextFlow = 1;
  /** Whether the present thread has said that it looks at the ring. */
  #isLooking = false;
  #stalledSince: number | undefined;
  #lastPosition = 0;
  #stopping = false;
  #startedAt = 0;
  #backoffMs = 0;
  #drained: (() => void) | undefined;
  /** Times the thread was replaced. */
  replaced = 0;

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.#programData = options.programData;
    this.#ring = createRingMemory(options.ringBytes);
    this.#writer = new RingWriter(this.#ring, this.#wake);
    this.#shares = new RingShares(this.#writer);
    this.#slots = new SkipSlots(this.#ring);
  }

  /** Starts the thread; resolves when it looks at the ring. */
  async start(): Promise<void> {
    await this.#startWorker();
    this.#timer = setInterval(() => this.#check(), CHECK_INTERVAL_MS);
    this.#timer.unref();
  }

  open(flow: Flow): FlowTap {
    const number = this.#nextFlow++;
    const tap = new FlowWriter(number, flow, this.#shares, this.#slots, this.#onUnheard);
    this.#flows.set(number, tap);
    tap.announce();
    return tap;
  }

  named(flow: Flow): void {
    if (this.#names.length < MAX_NAMES) this.#names.push(flow);
    this.#tellNames();
  }

  /** Bytes in the ring that have not been looked at. */
  get backlog(): number {
    return this.#writer.backlog;
  }

  /** Gives the program other data: the thread that runs is told, and later ones begin with it. */
  configure(programData: unknown): void {
    this.#programData = programData;
    this.tell(programData);
  }

  /** Sends something to the composed program. */
  tell(message: unknown): void {
    this.#worker?.postMessage({ kind: 'program', message });
  }

  /** Waits until everything written so far has been looked at, at most `timeoutMs`; then ends the thread. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    const worker = this.#worker;
    if (worker === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#drained = () => {
        clearTimeout(timer);
        resolve();
      };
      worker.postMessage({ kind: 'drain' });
    });
    await worker.terminate();
  }

  /** For tests: ends the thread as a crash would. */
  async killForTest(): Promise<void> {
    await this.#worker?.terminate();
  }

  /** Writes the names that wait, as far as there is room. */
  #tellNames(): void {
    const offsets = { outbound: 0, inbound: 0 };
    for (let flow = this.#names[0]; flow !== undefined; flow = this.#names[0]) {
      const announcement = encodeAnnouncement({ flow, resumed: false, canSkip: false, offsets });
      if (!this.#writer.write(RecordKind.named, NO_FLOW, announcement)) return;
      this.#names.shift();
    }
  }

  readonly #wake = (): void => this.#worker?.postMessage({ kind: 'wake' });

  /** A flow that the thread never heard of cannot be reported by it: everything of it was dropped. */
  readonly #onUnheard = (tap: FlowWriter): void => this.#finish(tap, undefined);

  #finish(tap: FlowWriter, coverage: FlowCoverage | undefined): void {
    this.#flows.delete(tap.number);
    this.#options.onFlowClosed(tap.flow, tap.finish(coverage));
  }

  #startWorker(): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    const { program } = this.#options;
    this.#startedAt = performance.now();
    const start: ObserverStart = { ring: this.#ring, program: this.#programData };
    const worker = new Worker(program, { workerData: start, name: 'observer' });
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      worker.on('message', (message: ObserverMessage) => {
        if (message.kind === 'ready') {
          this.#isLooking = this.#worker === worker;
          this.#stalledSince = undefined;
          this.#options.onEvent({ kind: 'started' });
          // From here on it alone does not keep the process alive; until here something has to.
          worker.unref();
          resolve();
        } else {
          this.#onMessage(message);
        }
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        reject(new Error(`the observer ended with code ${code}`));
        if (this.#worker === worker && !this.#stopping) this.#replace('ended');
      });
    });
  }

  #onMessage(message: Exclude<ObserverMessage, { kind: 'ready' }>): void {
    switch (message.kind) {
      case 'flows':
        for (const { flow: number, coverage } of message.flows) {
          const tap = this.#flows.get(number);
          if (tap !== undefined) this.#finish(tap, coverage);
        }
        return;
      case 'program':
        this.#options.onMessage(message.message);
        return;
      case 'drained':
        this.#drained?.();
    }
  }

  /** Notices a thread that is alive and does nothing, and sends on what did not fit when there was no room. */
  #check(): void {
    for (const tap of this.#flows.values()) tap.retry();
    this.#tellNames();
    const position = this.#writer.readPosition;
    if (this.#writer.backlog === 0 || position !== this.#lastPosition) {
      this.#lastPosition = position;
      this.#stalledSince = undefined;
      return;
    }
    const now = performance.now();
    this.#stalledSince ??= now;
    // One that is to come yet, or is on its way, takes nothing: ended for that, none would ever get there.
    const { stalledAfterMs } = this.#options;
    if (now - this.#stalledSince < (this.#isLooking ? stalledAfterMs : BEGINS_WITHIN_MS)) return;
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    this.#replace('stalled');
  }

  /**
   * A new thread with a new ring: the old one may still be writing to its own. What stood unread in the old ring was
   * not seen, and flows that are open go on with the new thread from here.
   */
  #replace(reason: string): void {
    this.replaced++;
    this.#isLooking = false;
    this.#stalledSince = undefined;
    new RingReader(this.#ring).drain(Infinity, (record) => {
      if (record.kind === RecordKind.named && this.#names.length < MAX_NAMES) {
        this.#names.push(decodeAnnouncement(record.payload).flow);
      } else {
        this.#flows.get(record.flow)?.lost(record);
      }
    });
    this.#ring = createRingMemory(this.#options.ringBytes);
    this.#writer = new RingWriter(this.#ring, this.#wake);
    this.#shares = new RingShares(this.#writer);
    this.#slots = new SkipSlots(this.#ring);
    for (const tap of [...this.#flows.values()]) {
      if (tap.closed) this.#finish(tap, undefined);
      else tap.moveTo(this.#shares, this.#slots);
    }
    this.#options.onEvent({ kind: 'replaced', reason });
    // A thread that dies at once would otherwise be started in a circle.
    const lived = performance.now() - this.#startedAt;
    this.#backoffMs = lived > STABLE_AFTER_MS ? 0 : Math.min(MAX_BACKOFF_MS, this.#backoffMs * 2 + 50);
    const restart = (): void => void this.#startWorker().catch(() => undefined);
    if (this.#backoffMs === 0) restart();
    else setTimeout(restart, this.#backoffMs).unref();
  }
}
