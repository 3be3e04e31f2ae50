import { codeOf } from '../../text/unknown-error.js';
import { DAY_MS } from '../../time/lengths.js';
import type { RecordedFinding } from '../finding.js';
import { Backlog } from './backlog.js';
import { openForAppending, type OpenForAppending } from './file-handle.js';
import type { AppendOutcome, JournalEvent, JournalHealth, JournalStatus } from './journal-event.js';
import { encodeLine } from './line.js';
import type { RetentionBounds } from './retention.js';
import { Store } from './store.js';

export interface JournalOptions extends Partial<RetentionBounds> {
  /** Created with mode 0700 when it does not exist. One process at a time may write to it. */
  readonly folder: string;
  /** Takes what an operator or the audit log should know. Must not throw. */
  readonly report?: (event: JournalEvent) => void;
  /** The current file is closed before it grows beyond this; default 64 MiB, at most a quarter of `maxTotalBytes`. */
  readonly maxFileBytes?: number;
  /** The current file is closed when it is older than this, in ms; default one day. */
  readonly maxFileAgeMs?: number;
  /** Lines that may wait in memory; default 10,000. */
  readonly maxWaitingLines?: number;
  /** Bytes that may wait in memory; default 8 MiB. */
  readonly maxWaitingBytes?: number;
  /** ms since 1970. */
  readonly clock?: () => number;
  readonly openForAppending?: OpenForAppending;
}

/** Largest write, in bytes. */
const BATCH_BYTES = 1024 * 1024;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

interface Failure {
  readonly code: string;
  readonly at: number;
  readonly retryInMs: number;
  readonly droppedBefore: number;
}

/**
 * Writes findings to a folder of JSON lines. Appending neither waits nor throws: lines queue in bounded memory and are
 * written in order. While the disk refuses them the journal is degraded, says why, holds what fits its memory, counts
 * what does not, and tries again by itself, after a delay that doubles up to a minute.
 */
export class FindingsJournal {
  readonly #store: Store;
  readonly #backlog: Backlog;
  readonly #report: (event: JournalEvent) => void;
  readonly #clock: () => number;
  /** All work on files, one after another. It never rejects. */
  #work: Promise<void> = Promise.resolve();
  #isScheduled = false;
  #isClosed = false;
  #failure: Failure | undefined;
  #retry: NodeJS.Timeout | undefined;
  #written = 0;
  #dropped = 0;
  /** What was dropped before the disk, though it does write, could not keep up; undefined when it does. */
  #droppedBeforeOverflow: number | undefined;
  #rejected = 0;
  /** When a file that was not a day old was deleted last, ms since 1970. */
  #deletedYoungAt: number | undefined;

  private constructor(options: JournalOptions) {
    const maxTotalBytes = options.maxTotalBytes ?? 1024 * 1024 * 1024;
    this.#clock = options.clock ?? Date.now;
    const report = options.report ?? (() => undefined);
    this.#report = (event) => {
      const now = this.#clock();
      if (event.kind === 'deleted' && now - Date.parse(event.newest) < DAY_MS) this.#deletedYoungAt = now;
      report(event);
    };
    this.#backlog = new Backlog(options.maxWaitingLines ?? 10_000, options.maxWaitingBytes ?? 8 * 1024 * 1024);
    this.#store = new Store({
      folder: options.folder,
      // Retention deletes whole files, so the bound on all of them needs several to choose from.
      maxFileBytes: Math.min(options.maxFileBytes ?? 64 * 1024 * 1024, Math.ceil(maxTotalBytes / 4)),
      maxFileAgeMs: options.maxFileAgeMs ?? DAY_MS,
      maxFiles: options.maxFiles ?? 100,
      maxTotalBytes,
      maxAgeDays: options.maxAgeDays ?? 90,
      clock: this.#clock,
      openForAppending: options.openForAppending ?? openForAppending,
      report: this.#report,
    });
  }

  /** Opens a journal and repairs a torn last line. One that cannot be opened is degraded, not an error. */
  static async open(options: JournalOptions): Promise<FindingsJournal> {
    const journal = new FindingsJournal(options);
    await journal.#run(() => journal.#store.start());
    return journal;
  }

  get status(): JournalStatus {
    const health: JournalHealth =
      this.#failure === undefined ? { kind: 'ok' } : { kind: 'degraded', code: this.#failure.code };
    const waiting = this.#backlog.length;
    return {
      health,
      written: this.#written,
      waiting,
      dropped: this.#dropped,
      rejected: this.#rejected,
      deletedYoungAt: this.#deletedYoungAt,
    };
  }

  /** Hands a finding over to be written. */
  append(finding: RecordedFinding): AppendOutcome {
    const line = encodeLine(finding);
    if (!line.ok) {
      this.#rejected++;
      this.#report({ kind: 'rejected', problems: line.problems });
      return { kind: 'rejected' };
    }
    if (this.#isClosed || !this.#backlog.push(line.value)) {
      if (!this.#isClosed && this.#failure === undefined) this.#overflows();
      this.#dropped++;
      this.#write();
      return { kind: 'dropped', reason: this.#isClosed ? 'closed' : 'full' };
    }
    this.#write();
    return { kind: 'queued' };
  }

  /** Waits until everything appended so far is written. While the journal is degraded it waits no longer than a try takes. */
  async flush(): Promise<void> {
    this.#write();
    await this.#work;
  }

  /** Closes an old current file and deletes what retention does not keep. To be called now and then, such as hourly. */
  async sweep(): Promise<void> {
    if (this.#isClosed) return;
    await this.#run(async () => {
      await this.#store.sweep();
      await this.#drain();
    });
  }

  /** Writes what waits, and closes the file. What cannot be written is counted as dropped. */
  async close(): Promise<void> {
    if (this.#isClosed) return this.#work;
    this.#isClosed = true;
    clearTimeout(this.#retry);
    if (this.#backlog.length > 0) await this.#run(() => this.#drain());
    await this.#work;
    await this.#store.close().catch((error: unknown) => this.#failed(codeOf(error) ?? 'UNKNOWN'));
    this.#dropped += this.#backlog.length;
    this.#backlog.remove(this.#backlog.length);
  }

  /** Begins to write, unless that is under way or not yet worth another try. */
  #write(): void {
    if (this.#isScheduled || this.#isClosed || this.#backlog.length === 0 || !this.#mayTry()) return;
    this.#isScheduled = true;
    void this.#run(() => this.#drain());
  }

  #mayTry(): boolean {
    if (this.#failure === undefined) return true;
    const passed = this.#clock() - this.#failure.at;
    // Below 0 the clock was set back, and the failure's time means nothing.
    return passed < 0 || passed >= this.#failure.retryInMs;
  }

  async #drain(): Promise<void> {
    try {
      for (let batch = this.#backlog.peek(BATCH_BYTES); batch.length > 0; batch = this.#backlog.peek(BATCH_BYTES)) {
        const { stored, failure } = await this.#store.append(batch);
        this.#backlog.remove(stored);
        this.#written += stored;
        if (failure !== undefined) throw failure.error;
      }
    } finally {
      // In the same turn as the last look at the backlog, so that no line is left without a drain to come.
      this.#isScheduled = false;
    }
  }

  /** Said once for each time: whoever brings about a flood must not flood the audit log too. */
  #overflows(): void {
    if (this.#droppedBeforeOverflow !== undefined) return;
    this.#droppedBeforeOverflow = this.#dropped;
    this.#report({ kind: 'overflowing' });
  }

  /** Does one piece of work on files after all earlier ones, and takes its failure or success into the state. */
  #run(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).then(
      () => this.#succeeded(),
      (error: unknown) => this.#failed(codeOf(error) ?? 'UNKNOWN'),
    );
    return this.#work;
  }

  #succeeded(): void {
    if (this.#droppedBeforeOverflow !== undefined && this.#backlog.length === 0) {
      this.#report({ kind: 'overflowed', dropped: this.#dropped - this.#droppedBeforeOverflow });
      this.#droppedBeforeOverflow = undefined;
    }
    const failure = this.#failure;
    if (failure === undefined) return;
    this.#failure = undefined;
    clearTimeout(this.#retry);
    this.#report({ kind: 'recovered', dropped: this.#dropped - failure.droppedBefore });
  }

  #failed(code: string): void {
    const before = this.#failure;
    const retryInMs = before === undefined ? FIRST_RETRY_MS : Math.min(before.retryInMs * 2, MAX_RETRY_MS);
    const droppedBefore = before?.droppedBefore ?? this.#dropped;
    this.#failure = { code, at: this.#clock(), retryInMs, droppedBefore };
    this.#tryAgainIn(retryInMs);
    if (before?.code !== code) this.#report({ kind: 'degraded', code, waiting: this.#backlog.length });
  }

  /** Without further findings nobody calls {@link append}, and what waits has to reach the disk all the same. */
  #tryAgainIn(ms: number): void {
    clearTimeout(this.#retry);
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      if (this.#isClosed || this.#failure === undefined) return;
      if (!this.#mayTry()) this.#tryAgainIn(ms);
      else if (this.#backlog.length > 0) this.#write();
      else void this.#run(() => this.#store.start());
    }, ms).unref();
  }
}
