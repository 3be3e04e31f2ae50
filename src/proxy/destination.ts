import { isIPv6 } from 'node:net';

/** The far end that a client asked for: a host name or address literal without brackets, and a port. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, with brackets around an IPv6 literal (RFC 3986 §3.2.2). */
export function authorityOf({ host, port }: Destination): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

// reg-name without percent-encoding and userinfo: letters, digits, `-`, `.`, `_` and non-ASCII. Deliberately narrow, so
// that a name cannot smuggle a path, credentials or a line break to an upstream proxy.
const HOST_NAME = /^[A-Za-z0-9._\u0080-\uffff-]{1,253}$/;

/**
 * Reads `host:port`, `[v6]:port`, or, when `defaultPort` is given, a host alone.
 *
 * @returns undefined when the host is empty or has characters that no host has, or the port is not 1 to 65535.
 */
export function parseAuthority(text: string, defaultPort?: number): Destination | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^[\]:/@?#\s]+))(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const [, literal, name, portText] = match;
  const port = portText === undefined ? defaultPort : Number(portText);
  if (port === undefined || port < 1 || port > 65535) return undefined;
  if (literal !== undefined) return isIPv6(literal) ? { host: literal, port } : undefined;
  return name !== undefined && HOST_NAME.test(name) ? { host: name, port } : undefined;
}
