import { loadConfig } from '../sidecar/config.js';
import { configFileFrom, homeFrom } from '../sidecar/environment.js';
import { GuardianError } from '../text/guardian-error.js';
import { saidOf, sayingIn, type Said } from '../text/said.js';
import { messageOf } from '../text/unknown-error.js';
import { portOwner } from './port-owner.js';

/** The sidecar did not start. Its own reason has a code too, so that callers can tell one already running from a fault. */
export class StartFailure extends GuardianError {
  /** The sidecar's code, for instance `sidecar.already_running`. */
  readonly reasonCode: string;
  /** The sidecar's own words. */
  readonly reason: Said;

  constructor(reasonCode: string, reason: Said) {
    super({ code: 'supervisor.failed', args: { reason: sayingIn(reason) ?? reason.message } });
    this.reasonCode = reasonCode;
    this.reason = reason;
  }
}

/** The failure of a start that another process tells of. Whoever names the owner of a port says that it is taken. */
export function failureToldOf(said: Said): StartFailure {
  return new StartFailure(said.code === 'sidecar.port_taken_by' ? 'sidecar.port_taken' : said.code, said);
}

/** What kept a supervisor from beginning, as the failure of a start. */
export function startFailureOf(error: unknown, home: string): StartFailure {
  const reason =
    error instanceof GuardianError
      ? error
      : new GuardianError({ code: 'state.folder', args: { folder: home, reason: messageOf(error) } });
  return new StartFailure(reason.code, saidOf(reason.saying));
}

/** Adds to a taken port by whom it is taken, where the system tells; the sidecar itself may not look. */
export function withPortOwner(failure: StartFailure, env: Readonly<Record<string, string | undefined>>): StartFailure {
  if (failure.reasonCode !== 'sidecar.port_taken') return failure;
  try {
    const { listen } = loadConfig(configFileFrom(env), homeFrom(env), env).settings;
    const owner = portOwner(listen.port);
    if (owner === undefined) return failure;
    const args = { address: addressOf(listen), name: owner.name, pid: String(owner.pid) };
    return new StartFailure(failure.reasonCode, saidOf({ code: 'sidecar.port_taken_by', args }));
  } catch {
    return failure;
  }
}

/** With brackets around an IPv6 literal (RFC 3986 §3.2.2). */
function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
