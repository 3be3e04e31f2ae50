import type { UpstreamProxy } from './dial/upstream-proxy.js';

/** Who a client is, by its proxy credential. */
export type Authentication =
  | { readonly kind: 'agent'; readonly agent: string }
  /** No credential, a wrong one or a revoked one. */
  | { readonly kind: 'unknown' };

/** What the front door asks about a client before anything is dialled for it. */
export interface Access {
  authenticate(username: string, password: string): Authentication;
  /** The proxy that an agent's traffic goes through, with the credentials that belong to that agent. */
  upstreamFor(agent: string): UpstreamProxy | undefined;
}

/** Reads a `Proxy-Authorization` value of the Basic scheme (RFC 7617); undefined for anything else. */
export function parseBasicCredentials(value: string | undefined): { username: string; password: string } | undefined {
  const match = /^Basic +([A-Za-z0-9+/=_-]{1,4096})$/i.exec(value ?? '');
  if (match === null) return undefined;
  const decoded = Buffer.from(match[1] ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon === -1 ? undefined : { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
