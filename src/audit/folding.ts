import { isFolded, type AuditEvent, type AuditKind, type Occurrence } from './events.js';

export interface FoldingOptions {
  /** Takes what is to be written. Must not throw. */
  readonly write: (occurrence: Occurrence) => void;
  /** How long repeats are counted before their number is written, in milliseconds. */
  readonly windowMs: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Subjects of one kind that are told apart within a window; further ones are counted together. */
const MAX_SUBJECTS = 64;

interface OpenWindow {
  readonly event: AuditEvent;
  /** Repeats that were not written yet. */
  count: number;
  first: string;
  last: string;
}

/**
 * Folds repeats: the first occurrence of an event about a subject is written at once, those after it within a window are
 * counted and written as one line when it ends. So a flood costs a bounded number of lines and a bounded amount of
 * memory, and each occurrence is counted in exactly one line.
 */
export class Folding {
  readonly #options: FoldingOptions;
  readonly #windows = new Map<string, OpenWindow>();
  readonly #subjects = new Map<AuditKind, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FoldingOptions) {
    this.#options = options;
  }

  /** Takes one occurrence. */
  observe(event: AuditEvent): void {
    const time = new Date(this.#options.clock()).toISOString();
    if (!isFolded(event.kind)) {
      this.#options.write({ time, event });
      return;
    }
    const key = JSON.stringify(event);
    const known = this.#windows.get(key);
    if (known !== undefined) count(known, time);
    else if ((this.#subjects.get(event.kind) ?? 0) < MAX_SUBJECTS) this.#open(key, event, time);
    else this.#countTogether(event.kind, time);
  }

  /** Writes every count and begins anew. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const windows = [...this.#windows.values()];
    this.#windows.clear();
    this.#subjects.clear();
    for (const { event, count, first, last } of windows) {
      if (count === 0) continue;
      const repeated = count === 1 ? {} : { last_time: last, count };
      this.#options.write({ time: first, ...repeated, event });
    }
  }

  #open(key: string, event: AuditEvent, time: string): void {
    this.#windows.set(key, { event, count: 0, first: time, last: time });
    this.#subjects.set(event.kind, (this.#subjects.get(event.kind) ?? 0) + 1);
    this.#options.write({ time, event });
    this.#arm();
  }

  #countTogether(of: AuditKind, time: string): void {
    const key = `many ${of}`;
    const known = this.#windows.get(key);
    if (known !== undefined) count(known, time);
    else this.#windows.set(key, { event: { kind: 'many_events', of }, count: 1, first: time, last: time });
  }

  /** One timer for all windows; it does not keep the process running. */
  #arm(): void {
    this.#timer ??= setTimeout(() => this.flush(), this.#options.windowMs).unref();
  }
}

function count(window: OpenWindow, time: string): void {
  if (window.count === 0) window.first = time;
  window.count++;
  // A clock set back must not make a line end before it began.
  if (window.count === 1 || time > window.last) window.last = time;
}
