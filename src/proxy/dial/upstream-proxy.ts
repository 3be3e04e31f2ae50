import { isIPv6 } from 'node:net';
import { authorityOf } from '../destination.js';

/** A proxy behind the Guardian, as its URL names it. */
export interface UpstreamProxy {
  /** The whole URL, credentials included: never shown, see {@link displayUpstream}. */
  readonly url: string;
  readonly protocol: 'http' | 'https' | 'socks4' | 'socks5';
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

const DEFAULT_PORTS = { http: 80, https: 443, socks4: 1080, socks5: 1080 } as const;

/** Names resolve at the proxy in every SOCKS flavour, so the `h` and `a` forms are the same thing here. */
const PROTOCOLS: ReadonlyMap<string, UpstreamProxy['protocol']> = new Map([
  ['http:', 'http'],
  ['https:', 'https'],
  ['socks:', 'socks5'],
  ['socks4:', 'socks4'],
  ['socks4a:', 'socks4'],
  ['socks5:', 'socks5'],
  ['socks5h:', 'socks5'],
]);

/**
 * Reads a proxy URL: `http`, `https`, `socks4`, `socks4a`, `socks5`, `socks5h`, with or without credentials.
 *
 * @returns undefined when it is not such a URL.
 */
export function parseUpstreamProxy(url: string): UpstreamProxy | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const protocol = PROTOCOLS.get(parsed.protocol);
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol === undefined || host === '') return undefined;
  if (host.includes(':') && !isIPv6(host)) return undefined;
  try {
    return {
      url: parsed.href,
      protocol,
      host,
      port: parsed.port === '' ? DEFAULT_PORTS[protocol] : Number(parsed.port),
      username: decodeURIComponent(parsed.username),
      password: decodeURIComponent(parsed.password),
    };
  } catch {
    // A stray percent sign in the credentials.
    return undefined;
  }
}

/** The value of `Proxy-Authorization` for this proxy (RFC 7617), or undefined without credentials. */
export function proxyAuthorization(proxy: UpstreamProxy): string | undefined {
  if (proxy.username === '' && proxy.password === '') return undefined;
  return `Basic ${Buffer.from(`${proxy.username}:${proxy.password}`, 'utf8').toString('base64')}`;
}

/** The proxy's address without its credentials, for people and logs. */
export function displayUpstream(proxy: UpstreamProxy): string {
  return `${proxy.protocol}://${authorityOf(proxy)}`;
}
