import { setTimeout as delay } from 'node:timers/promises';
import { StartFailure } from '../host/start-failure.js';
import { Supervisor, type SupervisorEvent } from '../host/supervisor.js';
import { answers } from '../sidecar/control/checked-answers.js';
import { callControl } from '../sidecar/control/client.js';
import { GuardianError } from '../text/guardian-error.js';
import { canConnect } from './can-connect.js';
import type { HostLog } from './host-log.js';

export interface GuardianProcessOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly controlSocket: string;
  readonly log: HostLog;
  /** The sidecar's program; another one in tests. */
  readonly program?: string;
}

/** A host that was killed leaves a sidecar that drains first; a new host waits for it this long, in milliseconds. */
const PREDECESSOR_TIMEOUT_MS = 20_000;
/** Time for a crashed sidecar to be back before a container is refused, in milliseconds. */
const READY_TIMEOUT_MS = 10_000;
const RETRY_MS = 100;

/** The one sidecar of a NanoClaw host: started once, watched over, and started again when somebody needs it. */
export class GuardianProcess {
  readonly #options: GuardianProcessOptions;
  #supervisor: Supervisor | undefined;
  #starting: Promise<void> | undefined;
  #stopped = false;
  /** The operator runs one for this state folder: it is used as it is. */
  #isForeign = false;

  constructor(options: GuardianProcessOptions) {
    this.#options = options;
  }

  /**
   * Starts the sidecar unless it runs, and returns when it answers. Several that ask at once share one start.
   *
   * @throws GuardianError that says why it cannot run.
   */
  async ready(): Promise<void> {
    // One that answers and is not ours may be draining behind a host that is gone.
    if (this.#hasSupervisor() ? await this.#answers() : this.#isForeign && (await this.#isOpen())) return;
    this.#isForeign = false;
    if (this.#supervisor === undefined) {
      this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
      await this.#starting;
      return;
    }
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (performance.now() < deadline && this.#hasSupervisor()) {
      if (await this.#answers()) return;
      await delay(RETRY_MS);
    }
    throw new GuardianError({ code: 'control.not_running', args: {} });
  }

  /** Lets the sidecar drain and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#starting?.catch(() => undefined);
    const supervisor = this.#supervisor;
    this.#supervisor = undefined;
    await supervisor?.stop();
  }

  #hasSupervisor(): boolean {
    return this.#supervisor !== undefined;
  }

  async #start(): Promise<void> {
    if (this.#stopped) throw new GuardianError({ code: 'control.not_running', args: {} });
    const deadline = performance.now() + PREDECESSOR_TIMEOUT_MS;
    for (;;) {
      try {
        const supervisor = await Supervisor.start({ ...this.#options, onEvent: (event) => this.#tell(event) });
        this.#supervisor = supervisor;
        // One that gave up or was stopped through its socket is started anew by whoever needs it next.
        void supervisor.finished.then(() => {
          if (this.#supervisor === supervisor) this.#supervisor = undefined;
        });
        return;
      } catch (error) {
        if (!(error instanceof StartFailure) || !TAKEN.has(error.reasonCode)) throw error;
        this.#isForeign = await this.#isOpen();
        if (this.#isForeign) return;
        if (performance.now() > deadline) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  async #answers(): Promise<boolean> {
    try {
      await callControl(this.#options.controlSocket, 'ping', {}, 2_000);
      return true;
    } catch {
      return false;
    }
  }

  /** Whether a sidecar takes connections: one that drains answers on its socket, but its door is closed. */
  async #isOpen(): Promise<boolean> {
    try {
      const { listen } = answers.status(await callControl(this.#options.controlSocket, 'status', {}, 2_000));
      const at = listen.lastIndexOf(':');
      return await canConnect(listen.slice(0, at).replace(/^\[|\]$/g, ''), Number(listen.slice(at + 1)));
    } catch {
      return false;
    }
  }

  #tell(event: SupervisorEvent): void {
    const { log } = this.#options;
    if (event.kind === 'ready') log.info('Traffic Guardian listening', { listen: event.listen });
    else if (event.kind === 'stopped') log.info('Traffic Guardian stopped');
    else log.error('Traffic Guardian ended unexpectedly', { ...event });
  }
}

/** Somebody else has what we need, and may be about to let go of it. */
const TAKEN = new Set(['sidecar.already_running', 'sidecar.port_taken']);
