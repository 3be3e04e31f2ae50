import type { SidecarMessage } from '../sidecar/main.js';
import { RestartPolicy } from './restart-policy.js';
import { sidecarMessageOf } from './sidecar-message.js';
import { SIDECAR_PROGRAM, spawnSidecar, type SidecarProcess } from './spawn-sidecar.js';
import { StartFailure } from './start-failure.js';

/** What a supervisor tells whoever started it. */
export type SupervisorEvent =
  | { readonly kind: 'ready'; readonly listen: string }
  /** The sidecar ended without having been asked to, and is started again after `delayMs`. */
  | { readonly kind: 'crashed'; readonly detail: string; readonly delayMs: number }
  /** It crashed too often; it is not started again. */
  | { readonly kind: 'gave-up'; readonly crashes: number }
  /** It was stopped in order, by us or through its control socket. */
  | { readonly kind: 'stopped' };

export interface SupervisorOptions {
  /** Environment of the sidecar; the state folder and configuration are named in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onEvent: (event: SupervisorEvent) => void;
  /** The sidecar's program; another one in tests. */
  readonly program?: string;
}

/** Time in which the sidecar has to say that it is ready, in milliseconds. */
const READY_TIMEOUT_MS = 30_000;
/** Time after SIGTERM in which it has to be gone; longer than any drain that it may do. */
const STOP_TIMEOUT_MS = 30_000;

/** Keeps one sidecar process running: starts it, restarts it after a crash with growing pauses, stops it in order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #restarts = new RestartPolicy();
  #child: SidecarProcess | undefined;
  #stopping = false;
  /** Whether it was ready once: only then is a sidecar that ends started again. */
  #wasEverReady = false;
  /** Why the last start failed, in the sidecar's own words. */
  #failure: string | undefined;
  #listen = '';
  #pause: NodeJS.Timeout | undefined;
  /** Resolves when the sidecar is gone for good. */
  readonly finished: Promise<void>;
  #finish: () => void = () => undefined;

  private constructor(options: SupervisorOptions) {
    this.#options = options;
    this.finished = new Promise((resolve) => (this.#finish = resolve));
  }

  /**
   * Starts the sidecar and returns when it is ready.
   *
   * @throws StartFailure with the sidecar's own reason.
   */
  static async start(options: SupervisorOptions): Promise<Supervisor> {
    const supervisor = new Supervisor(options);
    await supervisor.#launch();
    return supervisor;
  }

  /** Process id of the running sidecar. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Where the sidecar listened when it was ready last, `host:port`. */
  get listen(): string {
    return this.#listen;
  }

  /** Asks the sidecar to drain and end, and waits until it has. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#pause);
    const child = this.#child;
    if (child === undefined) {
      this.#finish();
      return;
    }
    child.kill('SIGTERM');
    const cut = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await child;
    clearTimeout(cut);
  }

  async #launch(): Promise<void> {
    const child = spawnSidecar(this.#options.program ?? SIDECAR_PROGRAM, this.#options.env);
    this.#child = child;
    this.#failure = undefined;
    let ready = false;
    void child.then(({ exitCode, signal }) => this.#onExit(ready, exitCode, signal));
    const message = await firstMessage(child);
    if (message.kind === 'failed') {
      this.#failure = message.message;
      await child;
      throw new StartFailure(message.code, message.message);
    }
    ready = true;
    this.#wasEverReady = true;
    this.#listen = message.listen;
    this.#options.onEvent({ kind: 'ready', listen: message.listen });
  }

  #onExit(wasReady: boolean, exitCode: number | undefined, signal: string | undefined): void {
    this.#child = undefined;
    if (!this.#wasEverReady) {
      // The first start failed; whoever asked for it gets the reason instead of a restart.
      this.#finish();
      return;
    }
    if (this.#stopping || (wasReady && exitCode === 0)) {
      this.#options.onEvent({ kind: 'stopped' });
      this.#finish();
      return;
    }
    const delayMs = this.#restarts.next(performance.now());
    if (delayMs === undefined) {
      this.#options.onEvent({ kind: 'gave-up', crashes: this.#restarts.crashes });
      this.#finish();
      return;
    }
    const detail = this.#failure ?? signal ?? `exit code ${exitCode ?? 'unknown'}`;
    this.#options.onEvent({ kind: 'crashed', detail, delayMs });
    this.#pause = setTimeout(() => void this.#launch().catch(() => undefined), delayMs);
  }
}

/** The sidecar's first words, or a failure when it ends or says nothing in time. */
async function firstMessage(child: SidecarProcess): Promise<SidecarMessage> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ kind: 'failed', code: 'supervisor.timeout', message: 'no answer in time' });
    }, READY_TIMEOUT_MS);
    child
      .getOneMessage()
      .then(
        (message) => resolve(sidecarMessageOf(message)),
        () => resolve({ kind: 'failed', code: 'supervisor.ended', message: 'it ended without a word' }),
      )
      // The clock stops with the first word: it must not end a sidecar that is running.
      .finally(() => clearTimeout(timer));
  });
}
