import type { SidecarMessage } from '../sidecar/main.js';
import { GuardianError } from '../text/guardian-error.js';
import { RestartPolicy } from './restart-policy.js';
import { SIDECAR_PROGRAM, spawnSidecar, type SidecarProcess } from './spawn-sidecar.js';

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
   * @throws GuardianError `supervisor.failed` with the sidecar's own reason, or `supervisor.timeout`.
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
    let ready = false;
    void child.then(({ exitCode, signal }) => this.#onExit(ready, exitCode, signal));
    const message = await firstMessage(child);
    if (message.kind === 'failed') {
      this.#stopping = true;
      await child;
      throw new GuardianError({ code: 'supervisor.failed', args: { reason: message.message } });
    }
    ready = true;
    this.#options.onEvent({ kind: 'ready', listen: message.listen });
  }

  #onExit(wasReady: boolean, exitCode: number | undefined, signal: string | undefined): void {
    this.#child = undefined;
    if (this.#stopping || (wasReady && exitCode === 0)) {
      this.#options.onEvent({ kind: 'stopped' });
      this.#finish();
      return;
    }
    if (!wasReady && this.#restarts.crashes === 0) {
      // The first start failed; whoever asked for it gets the reason instead of a restart.
      this.#finish();
      return;
    }
    const delayMs = this.#restarts.next(performance.now());
    if (delayMs === undefined) {
      this.#options.onEvent({ kind: 'gave-up', crashes: this.#restarts.crashes });
      this.#finish();
      return;
    }
    this.#options.onEvent({ kind: 'crashed', detail: signal ?? `exit code ${exitCode ?? 'unknown'}`, delayMs });
    this.#pause = setTimeout(() => void this.#launch().catch(() => undefined), delayMs);
  }
}

/** The sidecar's first words, or a failure when it ends or says nothing in time. */
async function firstMessage(child: SidecarProcess): Promise<SidecarMessage> {
  const timeout = AbortSignal.timeout(READY_TIMEOUT_MS);
  return new Promise((resolve) => {
    timeout.addEventListener('abort', () => {
      child.kill('SIGKILL');
      resolve({ kind: 'failed', code: 'supervisor.timeout', message: 'no answer in time' });
    });
    child.getOneMessage().then(
      (message) => resolve(sidecarMessage(message)),
      () => resolve({ kind: 'failed', code: 'supervisor.ended', message: 'it ended without a word' }),
    );
  });
}

function sidecarMessage(message: unknown): SidecarMessage {
  if (typeof message === 'object' && message !== null && 'kind' in message) {
    if (message.kind === 'ready' && 'listen' in message) return { kind: 'ready', listen: String(message.listen) };
    if (message.kind === 'failed' && 'code' in message && 'message' in message) {
      return { kind: 'failed', code: String(message.code), message: String(message.message) };
    }
  }
  return { kind: 'failed', code: 'supervisor.malformed', message: 'it said something unexpected' };
}
