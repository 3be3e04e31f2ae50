/** Signals by which a person or a system asks a program to end. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A wish of the operator that the command end in order. A second one is not waited for: it has its usual effect. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #hangUpMeans: 'end' | 'reload';
  #reload: () => void = () => undefined;
  readonly #listener = (): void => {
    this.#controller.abort();
    // Not at once: execa, which ends its children with us, looks whether anybody else takes care of the signal.
    setImmediate(() => this.dispose());
  };
  readonly #hangUp = (): void => {
    if (this.#hangUpMeans === 'end') this.#listener();
    else this.#reload();
  };

  /** @param hangUpMeans What SIGHUP stands for: the terminal is gone, or the configuration is to be read again. */
  constructor(hangUpMeans: 'end' | 'reload' = 'end') {
    this.#hangUpMeans = hangUpMeans;
    for (const signal of SIGNALS) process.on(signal, this.#listener);
    process.on('SIGHUP', this.#hangUp);
  }

  /** Aborted with the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What is done when the configuration is to be read again; nothing before. */
  onHangUp(reload: () => void): void {
    this.#reload = reload;
  }

  /** Gives the signals back. */
  dispose(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.#listener);
    process.removeListener('SIGHUP', this.#hangUp);
  }
}

/** Resolves when a signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
