import { GuardianError } from '../text/guardian-error.js';

/** The sidecar did not start. Its own reason has a code too, so that callers can tell one already running from a fault. */
export class StartFailure extends GuardianError {
  /** The sidecar's code, for instance `sidecar.already_running`. */
  readonly reasonCode: string;
  /** The sidecar's own words. */
  readonly reason: string;

  constructor(reasonCode: string, reason: string) {
    super({ code: 'supervisor.failed', args: { reason } });
    this.reasonCode = reasonCode;
    this.reason = reason;
  }
}
