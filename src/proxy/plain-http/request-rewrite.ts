import { headerValue, listMembers, type HeaderField, type RequestHead } from '../../wire/http1/head.js';
import { authorityOf, parseAuthority, type Destination } from '../destination.js';
import { proxyAuthorization, type UpstreamProxy } from '../dial/upstream-proxy.js';

/** A request in absolute form (RFC 9112 §3.2.2), taken apart. */
export type AbsoluteTarget =
  | { readonly kind: 'http'; readonly destination: Destination; readonly origin: string; readonly authority: string }
  /** Another scheme in absolute form; `https` belongs into CONNECT. */
  | { readonly kind: 'other-scheme' }
  /** Origin form and the like: the client takes this for a web server. */
  | { readonly kind: 'not-absolute' };

/** Finds out where a request in absolute form goes. The path and query stay exactly as they were sent. */
export function absoluteTarget(target: string): AbsoluteTarget {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^#]*)/.exec(target);
  if (match === null) return { kind: 'not-absolute' };
  const [, scheme = '', userAndAuthority = '', rest = ''] = match;
  if (scheme.toLowerCase() !== 'http') return { kind: 'other-scheme' };
  const authority = userAndAuthority.slice(userAndAuthority.lastIndexOf('@') + 1);
  const destination = parseAuthority(authority, 80);
  if (destination === undefined) return { kind: 'not-absolute' };
  const origin = rest === '' ? '/' : rest.startsWith('/') ? rest : `/${rest}`;
  return { kind: 'http', destination, origin, authority };
}

/** Connection options that keep their meaning when one client connection is relayed to one server connection. */
const KEPT_OPTIONS = new Set(['close', 'keep-alive', 'upgrade', 'te']);
/** Fields that are between the client and its proxy (RFC 9110 §7.6.1 and §11.7). */
const PROXY_FIELDS = new Set(['connection', 'proxy-connection', 'keep-alive', 'proxy-authorization']);
/**
 * Fields that nobody may name in Connection, because they are for whoever gets the message (RFC 9110 §7.6.1). Without what
 * tells where the request ends, a proxy behind us would take its body for another request, which nobody has checked.
 */
const FRAMING_FIELDS = new Set(['content-length', 'transfer-encoding']);

/**
 * The head to send on: origin form for a server, absolute form for a proxy behind us; without the fields that were
 * meant for us. Everything else keeps its bytes and order.
 */
export function rewriteHead(
  head: RequestHead,
  target: Extract<AbsoluteTarget, { kind: 'http' }>,
  upstream: UpstreamProxy | undefined,
): Buffer {
  const options = listMembers(headerValue(head.headers, 'connection'));
  const named = options.filter((option) => !KEPT_OPTIONS.has(option) && !FRAMING_FIELDS.has(option));
  const dropped = new Set([...PROXY_FIELDS, ...named]);
  const fields = head.headers.filter(([name]) => !dropped.has(name.toLowerCase()));
  const kept = options.filter((option) => KEPT_OPTIONS.has(option));
  if (kept.length > 0) fields.push(['Connection', kept.join(', ')]);

  let requestTarget =
    head.method === 'OPTIONS' && target.origin === '/' && !head.target.endsWith('/') ? '*' : target.origin;
  if (upstream !== undefined) {
    requestTarget = `http://${authorityOf(target.destination)}${requestTarget === '*' ? '' : requestTarget}`;
    const authorization = proxyAuthorization(upstream);
    if (authorization !== undefined) fields.push(['Proxy-Authorization', authorization]);
  }
  const lines = withHost(fields, target.authority).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${head.method} ${requestTarget} HTTP/1.${head.minorVersion}\r\n${lines.join('')}\r\n`, 'latin1');
}

/**
 * RFC 9112 §3.2.2: a proxy takes the host from the target and ignores a Host field that says otherwise. A field that
 * agrees is left as it is.
 */
function withHost(fields: readonly HeaderField[], authority: string): readonly HeaderField[] {
  const hosts = fields.filter(([name]) => name.toLowerCase() === 'host');
  if (hosts.length === 1 && hosts[0]?.[1].toLowerCase() === authority.toLowerCase()) return fields;
  return [['Host', authority], ...fields.filter(([name]) => name.toLowerCase() !== 'host')];
}
