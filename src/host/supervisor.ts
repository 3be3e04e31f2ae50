import type { ControlServer } from '../sidecar/control/server.js';
import { loadConfig } from '../sidecar/config.js';
import { configFileFrom, homeFrom } from '../sidecar/environment.js';
import { AFTER_CRASH } from '../sidecar/kept-config.js';
import type { Settings } from '../sidecar/settings.js';
import { ensurePrivateFolder, stateFolderAt, type StateFolder } from '../sidecar/state-folder.js';
import { firstMessage } from './first-message.js';
import { Liveness, LIVENESS, type LivenessBounds } from './liveness.js';
import { RestartPolicy } from './restart-policy.js';
import { sidecarProgram } from './sidecar-program.js';
import { spawnSidecar, type SidecarProcess } from './spawn-sidecar.js';
import { StartFailure, startFailureOf, withPortOwner } from './start-failure.js';
import { stopBoundMs } from './stop-bound.js';
import { SupervisionRecord } from './supervision-record.js';
import { listenForOperator } from './watcher-socket.js';

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
  /** When a silent sidecar is taken for hung; shorter in tests. */
  readonly liveness?: LivenessBounds;
}

/** Keeps one sidecar process running: starts it, restarts it after a crash with growing pauses, stops it in order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #state: StateFolder;
  readonly #restarts = new RestartPolicy();
  readonly #record: SupervisionRecord;
  #socket: ControlServer | undefined;
  #child: SidecarProcess | undefined;
  #liveness: Liveness | undefined;
  #isReady = false;
  /** Whether it is to read its configuration again once it is ready. */
  #reloadsWhenReady = false;
  #stopping = false;
  /** Whether it was ready once: only then is a sidecar that ends started again. */
  #wasEverReady = false;
  /** Whether the sidecar runs under Node's permission model. */
  #isConfined = true;
  /** Why the sidecar will end or has ended, where more is known than its signal: in its own words when a start failed. */
  #failure: string | undefined;
  #listen = '';
  #pause: NodeJS.Timeout | undefined;
  /** Resolves when the sidecar is gone for good. */
  readonly finished: Promise<void>;
  #resolveFinished: () => void = () => undefined;

  private constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#state = stateFolderAt(homeFrom(options.env));
    this.#record = new SupervisionRecord(this.#state);
    this.finished = new Promise((resolve) => (this.#resolveFinished = resolve));
  }

  /**
   * Starts the sidecar and returns when it is ready.
   *
   * @throws StartFailure with the sidecar's own reason.
   */
  static async start(options: SupervisorOptions): Promise<Supervisor> {
    const supervisor = new Supervisor(options);
    await supervisor.#claim();
    try {
      await supervisor.#launch();
    } catch (error) {
      supervisor.#record.stopped();
      await supervisor.#finish();
      throw error;
    }
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

  /** Lets the sidecar read its configuration again. What became of it is in the status. */
  reload(): void {
    // One that is still on its way would die of the signal, because it listens for none yet.
    if (this.#isReady) this.#child?.kill('SIGHUP');
    else this.#reloadsWhenReady = true;
  }

  /** Asks the sidecar to drain and end, and waits until it has. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#pause);
    const child = this.#child;
    if (child === undefined) {
      await this.#finish();
      return;
    }
    this.#liveness?.end();
    child.kill('SIGTERM');
    const cut = setTimeout(() => child.kill('SIGKILL'), stopBoundMs(this.#options.env));
    await child;
    clearTimeout(cut);
    await this.finished;
  }

  /** Becomes the one supervisor of the state folder. @throws StartFailure when there is another, or as the folder says. */
  async #claim(): Promise<void> {
    try {
      ensurePrivateFolder(this.#state.home);
      ensureLogFolder(this.#options.env);
      this.#socket = await listenForOperator(this.#state.watcherSocket, {
        pid: () => this.#child?.pid,
        stop: () => void this.stop(),
      });
    } catch (error) {
      await this.#finish();
      throw startFailureOf(error, this.#state.home);
    }
  }

  async #launch(): Promise<void> {
    await this.#becomesReady(this.#spawn());
  }

  #spawn(): SidecarProcess {
    const { program = sidecarProgram(), env } = this.#options;
    const child = spawnSidecar(program, this.#wasEverReady ? { ...env, [AFTER_CRASH]: '1' } : env, this.#isConfined);
    this.#child = child;
    return child;
  }

  async #becomesReady(child: SidecarProcess): Promise<void> {
    this.#record.starting();
    this.#failure = undefined;
    let ready = false;
    const gone = child.then(({ exitCode, signal }) => this.#onExit(ready, child.pid, exitCode, signal));
    const message = await firstMessage(child);
    if (message.kind === 'failed') {
      this.#failure = message.message;
      await gone;
      // One that was told to stop before it could hear of it ends without a word, too.
      if (this.#isConfined && !this.#wasEverReady && !this.#stopping && isTooConfined(message)) {
        // Its packages or files lie where nobody expects them. It starts without, and status says what it lacks.
        this.#isConfined = false;
        await this.#launch();
        return;
      }
      throw withPortOwner(new StartFailure(message.code, message), this.#options.env);
    }
    ready = true;
    this.#isReady = true;
    this.#wasEverReady = true;
    this.#listen = message.listen;
    this.#watch(child);
    this.#record.running(child.pid);
    this.#options.onEvent({ kind: 'ready', listen: message.listen });
    // It may have read its configuration before that was changed.
    if (this.#reloadsWhenReady) this.reload();
    this.#reloadsWhenReady = false;
  }

  /** Ends a sidecar that hangs: what comes after that is as after a crash. */
  #watch(child: SidecarProcess): void {
    const { lookMs, silentLooks } = this.#options.liveness ?? LIVENESS;
    const liveness = new Liveness({ lookMs, silentLooks }, () => {
      this.#failure = `no sign of life for ${(lookMs * silentLooks) / 1000} s`;
      child.kill('SIGKILL');
    });
    child.on('message', () => liveness.beat());
    this.#liveness = liveness;
  }

  async #onExit(
    wasReady: boolean,
    pid: number | undefined,
    exitCode: number | undefined,
    signal: string | undefined,
  ): Promise<void> {
    this.#child = undefined;
    this.#isReady = false;
    this.#liveness?.end();
    // The first start failed; whoever asked for it gets the reason instead of a restart.
    if (!this.#wasEverReady) return;
    if (this.#stopping || (wasReady && exitCode === 0)) {
      this.#record.stopped();
      this.#options.onEvent({ kind: 'stopped' });
      await this.#finish();
      return;
    }
    const detail = this.#failure ?? signal ?? `exit code ${exitCode ?? 'unknown'}`;
    const delayMs = this.#restarts.next(performance.now());
    // Before anything is written down: a disk that is busy would make clients wait.
    const next = delayMs === 0 ? this.#spawn() : undefined;
    this.#record.crashed(detail, pid, delayMs);
    if (delayMs === undefined) {
      this.#options.onEvent({ kind: 'gave-up', crashes: this.#restarts.crashes });
      await this.#finish();
      return;
    }
    this.#options.onEvent({ kind: 'crashed', detail, delayMs });
    const quietly = (): undefined => undefined;
    if (next !== undefined) void this.#becomesReady(next).catch(quietly);
    else this.#pause = setTimeout(() => void this.#launch().catch(quietly), delayMs);
  }

  async #finish(): Promise<void> {
    await this.#socket?.close();
    this.#socket = undefined;
    this.#resolveFinished();
  }
}

/** Whether Node's permission model may be why a sidecar did not start: it ended without a word, or named it. */
function isTooConfined({ code, message }: { readonly code: string; readonly message: string }): boolean {
  return code === 'supervisor.ended' || message.includes('Access to this API has been restricted');
}

/** One that lies elsewhere has to be there before the sidecar, which may write nothing beside it. */
function ensureLogFolder(env: SupervisorOptions['env']): void {
  let settings: Settings;
  try {
    ({ settings } = loadConfig(configFileFrom(env), homeFrom(env), env));
  } catch {
    // What is wrong with the configuration is said by the sidecar.
    return;
  }
  ensurePrivateFolder(settings.logDir);
}
