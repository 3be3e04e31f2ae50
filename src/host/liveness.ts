/** How long a process may be silent before it is taken for hung. */
export interface LivenessBounds {
  /** How often the watcher looks, in milliseconds. */
  readonly lookMs: number;
  /** Looks in a row without a sign of life after which the process is hung. */
  readonly silentLooks: number;
}

/** A process beats once a second; one that is silent for half a minute relays nothing any more. */
export const LIVENESS: LivenessBounds = { lookMs: 1_000, silentLooks: 30 };

/**
 * Notices a process that is there and does nothing: stopped for good, or blocked in itself. Time is counted in looks of
 * the watcher and not on a clock, so that nobody is blamed for a machine that slept, nor for one so busy that the watcher
 * itself hardly came to look.
 */
export class Liveness {
  readonly #silentLooks: number;
  readonly #onHung: () => void;
  readonly #timer: NodeJS.Timeout;
  #silent = 0;

  /** @param onHung Called once. */
  constructor({ lookMs, silentLooks }: LivenessBounds, onHung: () => void) {
    this.#silentLooks = silentLooks;
    this.#onHung = onHung;
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  /** The process gave a sign of life. */
  beat(): void {
    this.#silent = 0;
  }

  /** Looks no more: the process has ended. */
  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    this.#silent++;
    if (this.#silent < this.#silentLooks) return;
    this.end();
    this.#onHung();
  }
}
