import type { Beat } from '../beat.js';
import type { SinkPlan } from '../plan.js';
import type { SinkHost } from '../sink-host.js';
import type { SinkStatus } from '../sink-status.js';

/** What the thread of the sinks starts with. */
export interface SinksStart {
  readonly plans: readonly SinkPlan[];
  readonly about: SinkHost;
  /** Folder of the findings journal. */
  readonly journal: string;
  /** Folder for the places of the sinks. */
  readonly places: string;
}

/** To the thread. */
export interface ToSinks {
  readonly kind: 'beat';
  readonly beat: Beat;
}

/** From the thread, every second while it is alive. */
export interface FromSinks {
  readonly kind: 'status';
  readonly sinks: readonly SinkStatus[];
}
