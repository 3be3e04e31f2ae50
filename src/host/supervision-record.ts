import type { AuditEvent } from '../audit/events.js';
import { leaveAuditNote } from '../audit/notes.js';
import type { StateFolder } from '../sidecar/state-folder.js';
import type { Supervision } from '../sidecar/supervision.generated.js';
import { readSupervision, withCrash, writeSupervision, type Crash } from '../sidecar/supervision.js';
import { DAY_MS } from '../time/lengths.js';

/** Crashes under an earlier supervisor are remembered for so long, in milliseconds. */
const REMEMBERED_MS = DAY_MS;

/**
 * Writes down what becomes of a sidecar, so that it can be asked for while nobody answers: a crash loop is reported and
 * not hidden.
 */
export class SupervisionRecord {
  readonly #state: StateFolder;
  #restarts = 0;
  #startedAt = performance.now();
  /** When it crashed, on the monotonic clock; undefined while it runs. */
  #downSince: number | undefined;
  #crashes: readonly Crash[];

  constructor(state: StateFolder) {
    this.#state = state;
    const now = Date.now();
    this.#crashes = readSupervision(state)?.crashes.filter(({ at }) => now - Date.parse(at) < REMEMBERED_MS) ?? [];
  }

  /** A sidecar is about to be started. */
  starting(): void {
    if (this.#downSince !== undefined) this.#restarts++;
    this.#startedAt = performance.now();
    this.#write('starting');
  }

  /** It is ready. */
  running(pid: number | undefined): void {
    if (this.#downSince !== undefined && pid !== undefined) {
      const downtime_ms = Math.round(performance.now() - this.#downSince);
      this.#note({ kind: 'sidecar_restarted', pid, attempt: this.#restarts, downtime_ms });
    }
    this.#downSince = undefined;
    this.#write('running');
  }

  /**
   * It ended without having been asked to.
   *
   * @param delayMs Pause before the next start; undefined when there is none.
   */
  crashed(detail: string, pid: number | undefined, delayMs: number | undefined): void {
    const uptimeMs = Math.round(performance.now() - this.#startedAt);
    this.#downSince ??= performance.now();
    this.#crashes = withCrash(this.#crashes, {
      at: new Date().toISOString(),
      detail,
      ...(pid === undefined ? {} : { pid }),
      uptime_ms: uptimeMs,
    });
    this.#note({ kind: 'sidecar_crashed', detail, ...(pid === undefined ? {} : { pid }), uptime_ms: uptimeMs });
    if (delayMs === undefined) {
      this.#note({ kind: 'sidecar_gave_up', crashes: this.#crashes.length });
      this.#write('gave_up');
    } else this.#write('restarting', new Date(Date.now() + delayMs));
  }

  /** It ended because it was asked to. */
  stopped(): void {
    this.#write('stopped');
  }

  /** The sidecar alone writes the audit log; what happens while there is none is left for it. */
  #note(event: AuditEvent): void {
    leaveAuditNote(this.#state.auditNotes, event);
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
