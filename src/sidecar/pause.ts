import { rmSync } from 'node:fs';
import { DAY_MS } from '../time/lengths.js';
import { validatorOf } from '../validation/validator.js';
import { pauseRecordSchema, type PauseRecord } from './pause.generated.js';
import { fileError } from './file-error.js';
import { readIfThere, writePrivateFile } from './state-folder.js';

/** How a pause ended. */
export interface PauseEnd {
  readonly cause: 'operator' | 'expired';
  /** How long inspection was off, in milliseconds of the wall clock. */
  readonly pausedMs: number;
}

export interface PauseOptions {
  /** Where a pause is kept over a restart. */
  readonly file: string;
  /** Called once for each pause, when it is over. */
  readonly onEnd: (end: PauseEnd) => void;
  /** ms since 1970. It may jump either way. */
  readonly clock?: () => number;
  /** ms that only grow. */
  readonly monotonic?: () => number;
}

/** Longest pause, in milliseconds. */
const LONGEST_PAUSE_MS = DAY_MS;
/** How often it is looked whether a pause is over, in milliseconds: a timer alone would sleep through a suspended machine. */
const CHECK_MS = 1_000;

const validate = validatorOf<PauseRecord>(pauseRecordSchema);

/**
 * The operator's pause (break-glass). It ends by itself, also over restarts, by whichever clock is there first: the wall
 * clock goes on while the machine sleeps, and the monotonic one cannot be set back.
 */
export class Pause {
  readonly #options: PauseOptions;
  readonly #clock: () => number;
  readonly #monotonic: () => number;
  #record: PauseRecord | undefined;
  /** On the monotonic clock. */
  #endsAt = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Goes on with a pause that was made before a restart, unless it is over. */
  constructor(options: PauseOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    const stored = this.#stored();
    if (stored === undefined) return;
    const left = Date.parse(stored.until) - this.#clock();
    const length = Date.parse(stored.until) - Date.parse(stored.since);
    this.#begin(stored, left);
    // A clock that was set back, or a file that somebody wrote by hand, must not make a pause longer than one may be.
    if (left > length || length > LONGEST_PAUSE_MS) this.#end('expired');
  }

  /** The pause that lasts; undefined when traffic is inspected. */
  get current(): PauseRecord | undefined {
    this.#endIfOver();
    return this.#record;
  }

  /** Whether a pause lasts. Cheap: asked for each connection. */
  readonly isOn = (): boolean => this.#record !== undefined && this.current !== undefined;

  /**
   * Begins a pause, or replaces the one that lasts.
   *
   * @param forMs At most {@link LONGEST_PAUSE_MS}.
   * @throws GuardianError `state.file` when it cannot be kept over a restart; nothing is paused then.
   */
  start(forMs: number, reason: string): PauseRecord {
    const now = this.#clock();
    const length = Math.min(forMs, LONGEST_PAUSE_MS);
    const since = this.current?.since ?? new Date(now).toISOString();
    // A pause that is made longer again and again is one pause: it begins where the first one began.
    const until = new Date(Math.min(now + length, Date.parse(since) + LONGEST_PAUSE_MS)).toISOString();
    const record = { since, until, reason };
    writePrivateFile(this.#options.file, `${JSON.stringify(record)}\n`);
    this.#begin(record, Date.parse(until) - now);
    return record;
  }

  /**
   * Ends the pause. Returns whether there was one.
   *
   * @throws GuardianError `state.file` when its file cannot be removed, so that it would come back with a restart.
   */
  resume(): boolean {
    if (this.current === undefined) return false;
    const failure = this.#end('operator');
    if (failure === undefined) return true;
    throw fileError(this.#options.file, failure);
  }

  /** Stops looking at the clock; the pause itself stays as it is. */
  close(): void {
    clearInterval(this.#timer);
  }

  #begin(record: PauseRecord, leftMs: number): void {
    this.#record = record;
    this.#endsAt = this.#monotonic() + leftMs;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#endIfOver(), CHECK_MS);
    this.#timer.unref();
  }

  #endIfOver(): void {
    if (this.#record === undefined) return;
    if (this.#monotonic() >= this.#endsAt || this.#clock() >= Date.parse(this.#record.until)) this.#end('expired');
  }

  /** Returns why the file could not be removed, if so: one that has run out says so itself. */
  #end(cause: PauseEnd['cause']): unknown {
    const record = this.#record;
    this.#record = undefined;
    clearInterval(this.#timer);
    if (record !== undefined) {
      const end = Math.min(this.#clock(), Date.parse(record.until));
      this.#options.onEnd({ cause, pausedMs: Math.max(0, end - Date.parse(record.since)) });
    }
    try {
      rmSync(this.#options.file, { force: true });
      return undefined;
    } catch (error) {
      return error;
    }
  }

  #stored(): PauseRecord | undefined {
    try {
      const text = readIfThere(this.#options.file)?.toString('utf8');
      if (text === undefined) return undefined;
      const checked = validate(JSON.parse(text));
      return checked.ok ? checked.value : undefined;
    } catch {
      return undefined;
    }
  }
}
