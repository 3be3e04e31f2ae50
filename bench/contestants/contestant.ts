import type { Route } from '../load/job.js';
import type { Target } from '../stage/origins.js';

/** What a contestant is to the comparison. */
export type Role =
  /** No proxy at all. */
  | 'direct'
  /** proxy-chain alone: what everything is compared with. */
  | 'tunnel'
  /** What every proxy of its kind has to do: what no goal can be above. */
  | 'floor'
  /** The Guardian in one of its forms. */
  | 'ours'
  /** Another intercepting proxy. */
  | 'peer';

/** One of those that are compared: running, in processes of its own. */
export interface Contestant {
  /** Short and stable: the key in JSON. */
  readonly name: string;
  /** What it is, for the report: version and configuration. */
  readonly description: string;
  readonly role: Role;
  /** Its processes; their children are counted with them. Empty for the direct way. */
  readonly pids: readonly number[];
  route(target: Target): Route;
  stop(): Promise<void>;
}

/** A peer that cannot take part, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** The route through an HTTP proxy. @param authority What signs the certificates that clients get to see, PEM. */
export function proxyRoute(
  target: Target,
  port: number,
  authority: string,
  options: { authorization?: string; tunnelAll?: boolean } = {},
): Route {
  return {
    via: target.tls || options.tunnelAll === true ? 'connect' : 'absolute',
    dial: { host: '127.0.0.1', port },
    origin: { host: target.host, port: target.port },
    ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
    ...(target.tls ? { tlsAuthority: authority } : {}),
  };
}
