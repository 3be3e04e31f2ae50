import { rmSync } from 'node:fs';
import { codeOf } from '../text/unknown-error.js';
import { openAuditFile, type OpenAuditFile } from './audit-file.js';
import type { AuditEvent, Occurrence } from './events.js';
import { Folding } from './folding.js';
import type { ChainHead } from './line.js';
import { waitingNotes } from './notes.js';
import type { AuditBounds } from './retention.js';
import { AuditStore } from './store.js';
import { withCleanWords } from './words.js';

export interface AuditLogOptions extends Partial<AuditBounds> {
  /** Created with mode 0700 when it does not exist. One process at a time may write to it. */
  readonly folder: string;
  /** Where other processes leave notes for it (see notes.ts); none are taken when absent. */
  readonly notes?: string;
  /** Told once for each change between writing and not being able to. Must not throw. */
  readonly report?: (event: AuditLogEvent) => void;
  /** How long repeats are folded, in milliseconds; default one minute. */
  readonly foldMs?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly openFile?: OpenAuditFile;
}

export type AuditLogEvent =
  { readonly kind: 'degraded'; readonly code: string } | { readonly kind: 'recovered'; readonly lost: number };

/** The log's state and what it has counted since it was opened. */
export interface AuditStatus {
  /** Whether lines reach the disk; otherwise the system's code for what keeps them from it. */
  readonly health: { readonly kind: 'ok' } | { readonly kind: 'degraded'; readonly code: string };
  /** Lines on disk. */
  readonly written: number;
  /** Lines in memory that are not on disk yet. */
  readonly waiting: number;
  /** Occurrences lost: no room in memory while the disk refused them, or recorded after closing. */
  readonly lost: number;
  /** Events that did not follow the schema: a fault of this program. */
  readonly rejected: number;
  /** The last line on disk. */
  readonly head: ChainHead;
}

/** Lines that may wait while the disk refuses them, and lines written at a time. */
const MAX_WAITING = 4_096;
const BATCH = 256;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
/** How often notes are looked for, in milliseconds. */
const NOTES_INTERVAL_MS = 2_000;

/**
 * The audit log of a sidecar. Recording neither waits nor throws: lines queue in bounded memory and are brought down to
 * the disk in order. While the disk refuses them the log is degraded, says so, holds what fits its memory, counts what
 * does not, and tries again by itself.
 */
export class AuditLog {
  readonly #store: AuditStore;
  readonly #folding: Folding;
  readonly #notes: string | undefined;
  readonly #report: (event: AuditLogEvent) => void;
  readonly #clock: () => number;
  readonly #waiting: Occurrence[] = [];
  /** Notes that wait to be written, or could not be removed after that. */
  readonly #taken = new Map<string, string>();
  readonly #interval: NodeJS.Timeout;
  /** All work on files, one after another. It never rejects. */
  #work: Promise<void> = Promise.resolve();
  #isScheduled = false;
  #isOpen = false;
  #isClosed = false;
  #failure: { readonly code: string; readonly retryInMs: number; readonly lostBefore: number } | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Occurrences lost that no line tells of yet. */
  #untold = 0;
  #written = 0;
  #lost = 0;
  #rejected = 0;

  /**
   * Makes a log that collects what is recorded and touches no file until {@link open}: a process that is about to find
   * out that another one runs already must not write into that one's chain.
   */
  constructor(options: AuditLogOptions) {
    this.#clock = options.clock ?? Date.now;
    this.#report = options.report ?? (() => undefined);
    this.#notes = options.notes;
    const maxTotalBytes = options.maxTotalBytes ?? 64 * 1024 * 1024;
    this.#store = new AuditStore({
      folder: options.folder,
      // Retention deletes whole files, so the bound on all of them needs several to choose from.
      maxFileBytes: Math.min(options.maxFileBytes ?? 8 * 1024 * 1024, Math.ceil(maxTotalBytes / 4)),
      maxTotalBytes,
      maxAgeDays: options.maxAgeDays ?? 365,
      clock: this.#clock,
      openFile: options.openFile ?? openAuditFile,
    });
    this.#folding = new Folding({
      windowMs: options.foldMs ?? 60_000,
      clock: this.#clock,
      write: (occurrence) => this.#enqueue(occurrence),
    });
    this.#interval = setInterval(() => this.#takeNotes(), NOTES_INTERVAL_MS).unref();
  }

  /** Opens the log, and writes what was recorded and the notes that wait. One that cannot be opened is degraded, not an error. */
  async open(): Promise<void> {
    this.#isOpen = true;
    await this.#run(async () => {
      const last = await this.#store.start();
      // Written before a crash that came before the note's removal: not to be taken again.
      const note = last?.note;
      const found = waitingNotes(this.#notes ?? '').find(({ occurrence }) => occurrence?.note === note);
      if (note !== undefined && found !== undefined) rmSync(found.file, { force: true });
    });
    await this.flush();
  }

  get status(): AuditStatus {
    return {
      health: this.#failure === undefined ? { kind: 'ok' } : { kind: 'degraded', code: this.#failure.code },
      written: this.#written,
      waiting: this.#waiting.length,
      lost: this.#lost,
      rejected: this.#rejected,
      head: this.#store.head,
    };
  }

  /** Records an event of this process, now. Repeats of what others can bring about are folded into counts. */
  record(event: AuditEvent): void {
    if (this.#isClosed) this.#lost++;
    else this.#folding.observe(withCleanWords(event));
  }

  /** Waits until everything recorded so far is on disk, notes included; repeats that are being counted are not. */
  async flush(): Promise<void> {
    this.#takeNotes();
    this.#write();
    await this.#work;
  }

  /** Closes an old current file and deletes what retention does not keep. To be called now and then, such as hourly. */
  async sweep(): Promise<void> {
    if (this.#isOpen && !this.#isClosed) await this.#run(() => this.#store.sweep());
  }

  /** Writes what waits, counts of repeats included, and closes the file. What cannot be written is counted as lost. */
  async close(): Promise<void> {
    if (this.#isClosed) return this.#work;
    clearInterval(this.#interval);
    this.#takeNotes();
    this.#folding.flush();
    this.#isClosed = true;
    clearTimeout(this.#retry);
    if (this.#isOpen) await this.#run(() => this.#drain());
    clearTimeout(this.#retry);
    for (const { count = 1, note } of this.#waiting.splice(0)) if (note === undefined) this.#lost += count;
    await this.#store.close();
  }

  #enqueue(occurrence: Occurrence): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#lost += occurrence.count ?? 1;
      this.#untold += occurrence.count ?? 1;
    } else {
      this.#waiting.push(occurrence);
      this.#write();
    }
  }

  /** Notes go into the chain as they are: their processes counted no repeats. */
  #takeNotes(): void {
    if (this.#notes === undefined || !this.#isOpen || this.#isClosed || this.#failure !== undefined) return;
    for (const { file, occurrence } of waitingNotes(this.#notes)) {
      if (occurrence === undefined) {
        this.record({ kind: 'malformed_request', source: 'note', reason: 'a note of another process is damaged' });
        rmSync(file, { force: true });
      } else if (!this.#taken.has(occurrence.note) && this.#waiting.length < MAX_WAITING) {
        this.#taken.set(occurrence.note, file);
        this.#enqueue(occurrence);
      }
    }
  }

  /** Begins to write, unless that is under way or a failure is waited out. */
  #write(): void {
    if (!this.#isOpen || this.#isScheduled || this.#isClosed || this.#waiting.length === 0) return;
    if (this.#failure !== undefined) return;
    this.#isScheduled = true;
    void this.#run(() => this.#drain());
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0 || this.#untold > 0) {
        const batch = this.#waiting.slice(0, BATCH);
        const untold = this.#untold;
        const { rejected } = await this.#store.append([...batch, ...this.#told(untold)]);
        this.#waiting.splice(0, batch.length);
        this.#untold -= untold;
        this.#rejected += rejected;
        this.#written += batch.length - rejected;
        for (const { note } of batch) if (note !== undefined) this.#removeNote(note);
      }
    } finally {
      // In the same turn as the last look at the queue, so that no line is left without a drain to come.
      this.#isScheduled = false;
    }
  }

  #told(lost: number): Occurrence[] {
    return lost === 0 ? [] : [{ time: new Date(this.#clock()).toISOString(), event: { kind: 'events_lost', lost } }];
  }

  #removeNote(note: string): void {
    const file = this.#taken.get(note);
    try {
      if (file !== undefined) rmSync(file, { force: true });
      this.#taken.delete(note);
    } catch {
      // It stays known, so that it is not taken again.
    }
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
    const failure = this.#failure;
    if (failure === undefined) return;
    this.#failure = undefined;
    const lost = this.#lost - failure.lostBefore;
    this.#report({ kind: 'recovered', lost });
    this.record({ kind: 'store_recovered', store: 'audit', lost });
  }

  #failed(code: string): void {
    const before = this.#failure;
    const retryInMs = before === undefined ? FIRST_RETRY_MS : Math.min(before.retryInMs * 2, MAX_RETRY_MS);
    this.#failure = { code, retryInMs, lostBefore: before?.lostBefore ?? this.#lost };
    // Noted at once, so that the time is right when it is written.
    if (before === undefined) this.record({ kind: 'store_degraded', store: 'audit', code });
    if (before?.code !== code) this.#report({ kind: 'degraded', code });
    clearTimeout(this.#retry);
    if (!this.#isClosed) this.#retry = setTimeout(() => void this.#run(() => this.#drain()), retryInMs).unref();
  }
}
