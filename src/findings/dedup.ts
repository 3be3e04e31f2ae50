import { randomUUID } from 'node:crypto';
import type { FindingDraft, RecordedFinding } from './finding.js';
import { Floods } from './flood.js';

export interface DedupOptions {
  /** Takes what is to be recorded; lines with the same id are the same finding with a higher count. Must not throw. */
  readonly write: (finding: RecordedFinding) => void;
  /** How long repeats are folded into a finding, from its first occurrence, in ms; default 10 minutes. */
  readonly windowMs?: number;
  /** How many windows may be open; when one more is needed, the oldest is closed. Default 4096. */
  readonly maxOpenWindows?: number;
  /** Time in ms. It may jump either way. */
  readonly clock?: () => number;
}

/** A finding whose repeats are still being folded. */
interface OpenWindow {
  readonly first: RecordedFinding;
  /** On the scale of `#elapsed`. */
  readonly openedAt: number;
  count: number;
  lastSeen: string;
  /** The count of the last line written. */
  written: number;
  /** The next count that is written while the window is open. */
  milestone: number;
}

const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Folds repeats of a finding: the same pattern, direction, destination, agent and fingerprint within a window. The
 * first occurrence is written at once. Repeats are counted; a line with the same id and the new count is written at
 * 10, 100, 1000 ..., and when the window closes.
 *
 * Of more different values than anybody reads, from one agent group to one place, the further ones are counted in one
 * finding ({@link Floods}).
 *
 * A repeat of another severity is a finding of its own, so that all lines of one finding agree in everything that can
 * be searched for.
 */
export class Dedup {
  readonly #options: DedupOptions;
  readonly #windowMs: number;
  readonly #maxOpenWindows: number;
  readonly #clock: () => number;
  /** By key, in the order they were opened: all windows are equally long, so the first closes first. */
  readonly #windows = new Map<string, OpenWindow>();
  readonly #floods: Floods;
  #lastReading: number;
  /** Time passed, adding up only the clock's steps forward: a clock set back neither keeps windows open nor closes them. */
  #elapsed = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DedupOptions) {
    this.#options = options;
    this.#windowMs = options.windowMs ?? 10 * 60_000;
    this.#maxOpenWindows = Math.max(1, options.maxOpenWindows ?? 4096);
    this.#floods = new Floods(this.#windowMs);
    this.#clock = options.clock ?? Date.now;
    this.#lastReading = this.#clock();
  }

  /** How many windows are open. */
  get openWindows(): number {
    return this.#windows.size;
  }

  /** Occurrences of so many different values that they were counted together, see {@link Floods}. */
  get folded(): number {
    return this.#floods.folded;
  }

  /** Takes one occurrence. */
  observe(draft: FindingDraft): void {
    this.sweep();
    const { pattern, direction, severity, agent, fingerprint } = draft;
    const dest = draft.dest.toLowerCase();
    const key = JSON.stringify([pattern, direction, severity, dest, agent, fingerprint]);
    // A value that is being counted stays one of its own, whatever others come.
    const flood = this.#windows.has(key) ? undefined : this.#floods.take(draft, this.#elapsed);
    this.#count(flood?.key ?? key, flood?.draft ?? draft, dest);
    this.#arm();
  }

  /** Closes the windows whose time is over. Called by {@link observe} and a timer; calling it at any time is harmless. */
  sweep(): void {
    const reading = this.#clock();
    this.#elapsed += Math.max(0, reading - this.#lastReading);
    this.#lastReading = reading;
    for (const [key, window] of this.#windows) {
      if (this.#elapsed - window.openedAt < this.#windowMs) break;
      this.#close(key, window);
    }
  }

  /** Writes every count that is not written yet. The windows stay open. */
  flush(): void {
    for (const window of this.#windows.values()) this.#writeCount(window);
  }

  /** Closes all windows: for the end of the process. */
  close(): void {
    for (const [key, window] of this.#windows) this.#close(key, window);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #count(key: string, draft: FindingDraft, dest: string): void {
    const window = this.#windows.get(key);
    if (window === undefined) {
      this.#open(key, draft, dest);
      return;
    }
    window.count++;
    // Both are ISO 8601 in UTC, so they compare as text. A clock set back must not make a finding end before it began.
    if (draft.timestamp > window.lastSeen) window.lastSeen = draft.timestamp;
    if (window.count === window.milestone) {
      window.milestone *= 10;
      this.#writeCount(window);
    }
  }

  #open(key: string, draft: FindingDraft, dest: string): void {
    if (this.#windows.size >= this.#maxOpenWindows) {
      for (const [oldestKey, oldest] of this.#windows) {
        this.#close(oldestKey, oldest);
        break;
      }
    }
    const first: RecordedFinding = {
      ...draft,
      dest,
      schema_version: 'clawsec-traffic-finding/v1',
      platform: 'nanoclaw',
      id: randomUUID(),
      count: 1,
    };
    const opened = { openedAt: this.#elapsed, lastSeen: draft.timestamp };
    this.#windows.set(key, { first, ...opened, count: 1, written: 1, milestone: 10 });
    this.#options.write(first);
  }

  #close(key: string, window: OpenWindow): void {
    this.#windows.delete(key);
    this.#writeCount(window);
  }

  #writeCount(window: OpenWindow): void {
    if (window.count === window.written) return;
    window.written = window.count;
    this.#options.write({ ...window.first, count: window.count, last_seen: window.lastSeen });
  }

  /** Without further traffic nobody calls {@link observe}, so a timer closes the oldest window. */
  #arm(): void {
    if (this.#timer !== undefined) return;
    for (const window of this.#windows.values()) {
      const due = window.openedAt + this.#windowMs - this.#elapsed;
      this.#timer = setTimeout(
        () => {
          this.#timer = undefined;
          this.sweep();
          this.#arm();
        },
        Math.min(Math.max(due, 1), MAX_TIMEOUT_MS),
      );
      this.#timer.unref();
      break;
    }
  }
}
