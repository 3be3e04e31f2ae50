import type { StateFolder } from '../sidecar/state-folder.js';
import type { Supervision } from '../sidecar/supervision.generated.js';
import { readSupervision, withCrash, writeSupervision, type Crash } from '../sidecar/supervision.js';

/**
 * Writes down what becomes of a sidecar, so that it can be asked for while nobody answers: a crash loop is reported and
 * not hidden. Crashes that no sidecar has written to the audit log yet are carried over from the supervisor before.
 */
export class SupervisionRecord {
  readonly #state: StateFolder;
  #restarts = 0;
  #startedAt = performance.now();
  /** Whether a crash is what the next start follows. */
  #isDown = false;
  #crashes: readonly Crash[];

  constructor(state: StateFolder) {
    this.#state = state;
    this.#crashes = readSupervision(state)?.crashes.filter(({ audited }) => !audited) ?? [];
  }

  /** A sidecar is about to be started. */
  starting(): void {
    if (this.#isDown) this.#restarts++;
    this.#isDown = false;
    this.#startedAt = performance.now();
    this.#write('starting');
  }

  /** It is ready, and has read this record. */
  running(): void {
    this.#crashes = this.#crashes.map((crash) => ({ ...crash, audited: true }));
    this.#write('running');
  }

  /**
   * It ended without having been asked to.
   *
   * @param delayMs Pause before the next start; undefined when there is none.
   */
  crashed(detail: string, pid: number | undefined, delayMs: number | undefined): void {
    this.#crashes = withCrash(this.#crashes, {
      at: new Date().toISOString(),
      detail,
      audited: false,
      ...(pid === undefined ? {} : { pid }),
      uptime_ms: Math.round(performance.now() - this.#startedAt),
    });
    this.#isDown = true;
    if (delayMs === undefined) this.#write('gave_up');
    else this.#write('restarting', new Date(Date.now() + delayMs));
  }

  /** It ended because it was asked to. */
  stopped(): void {
    this.#write('stopped');
  }

  #write(state: Supervision['state'], nextStart?: Date): void {
    writeSupervision(this.#state, {
      format: 'traffic-guardian-supervision/v1',
      supervisor: process.pid,
      state,
      ...(nextStart === undefined ? {} : { next_start_at: nextStart.toISOString() }),
      restarts: this.#restarts,
      crashes: [...this.#crashes],
    });
  }
}
