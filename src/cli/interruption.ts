/** Signals by which a person or a system asks a program to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A wish of the operator that the command end in order. A second one is not waited for: it has its usual effect. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listener = (): void => {
    this.#controller.abort();
    // Not at once: execa, which ends its children with us, looks whether anybody else takes care of the signal.
    setImmediate(() => this.dispose());
  };

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#listener);
  }

  /** Aborted with the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives the signals back. */
  dispose(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.#listener);
  }
}

/** Resolves when a signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
