import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ruleGroups } from '../../detect/rules/groups.generated.js';
import type { Beat } from '../../sinks/beat.js';
import { filesOfPlan } from '../../sinks/plan.js';
import type { SinkStatus } from '../../sinks/sink-status.js';
import type { SinksStart } from '../../sinks/thread/messages.js';
import { SinksThread } from '../../sinks/thread/sinks-thread.js';
import { metricSamples } from '../metrics/metrics-text.js';
import { refuseUnreadable } from '../permission.js';
import type { Settings } from '../settings.js';
import type { Sidecar } from '../sidecar.js';
import { healthOf } from '../status.js';
import { version } from '../version.js';
import { rulesDigest } from './rules-digest.js';
import { SINKS_PROGRAM } from '../sinks-program-file.js';

/** Seconds between two beats: a host that misses three is called silent. */
const BEAT_MS = 30_000;

/** The sinks of a sidecar. Without any configured there is no thread. */
export class RunningSinks {
  readonly #sidecar: Sidecar;
  #thread: SinksThread | undefined;
  #started: SinksStart | undefined;

  constructor(sidecar: Sidecar) {
    this.#sidecar = sidecar;
  }

  /** How each is, in the order configured. */
  get status(): readonly SinkStatus[] {
    return this.#thread?.status ?? [];
  }

  /** @throws GuardianError `config.needs_restart` for a sink whose files this process may not read. */
  check({ sinks }: Settings): void {
    for (const plan of sinks.plans) refuseUnreadable(`sinks.${plan.id}`, filesOfPlan(plan));
  }

  /** Begins, or goes on with other settings, if they are others. */
  configure(): void {
    const start = this.#start();
    if (isDeepStrictEqual(start, this.#started)) return;
    this.#started = start;
    if (this.#thread !== undefined) this.#thread.configure(start);
    else if (start.plans.length > 0) {
      this.#thread = new SinksThread(start, {
        program: SINKS_PROGRAM,
        beat: () => this.#beat(),
        beatMs: BEAT_MS,
        onReplaced: (reason) => this.#sidecar.log.warn({ sinks: { kind: 'replaced', reason } }, 'sinks'),
      });
    }
  }

  async stop(): Promise<void> {
    await this.#thread?.stop();
  }

  #start(): SinksStart {
    const { settings, findingsFolder, state } = this.#sidecar;
    const { host, plans } = settings.sinks;
    return { plans, about: { host, version }, journal: findingsFolder, places: join(state.home, 'sinks') };
  }

  async #beat(): Promise<Beat> {
    const { state, warnings } = healthOf(this.#sidecar);
    return {
      at: new Date().toISOString(),
      state,
      version,
      rules: rulesDigest(ruleGroups, this.#sidecar.settings.groups),
      started_at: this.#sidecar.startedAt.toISOString(),
      warnings: warnings.map(({ code }) => code),
      findings_written: this.#sidecar.journal.status.written,
      metrics: await metricSamples(this.#sidecar),
    };
  }
}
