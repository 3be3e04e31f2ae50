import { englishTexts, type Saying } from '../text/texts.js';
import { authorityOf, type Destination } from './destination.js';
import type { AddressRefusal } from './reach/address-rules.js';

/** An answer of the Guardian itself to a client, when there is nobody else to answer. */
export interface Refusal {
  readonly status: 400 | 403 | 407 | 502 | 503 | 504;
  readonly saying: Saying;
}

const REASONS: Record<Refusal['status'], string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The challenge that goes with 407 (RFC 7617). */
const PROXY_CHALLENGE = 'Basic realm="traffic-guardian", charset="UTF-8"';

/** The answer to a failed dial; undefined for a client that is already gone. */
export function dialRefusal(code: string, destination: Destination): Refusal {
  const dest = authorityOf(destination);
  if (code === 'ETIMEDOUT') return { status: 504, saying: { code: 'proxy.timeout', args: { dest } } };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') {
    return { status: 502, saying: { code: 'proxy.not_found', args: { dest, code } } };
  }
  return { status: 502, saying: { code: 'proxy.unreachable', args: { dest, code } } };
}

/** The answer for a place that law 5 forbids. It names the remedy, because the operator may well want an exception. */
export function reachRefusal(reason: AddressRefusal, destination: Destination): Refusal {
  return { status: 403, saying: { code: 'proxy.refused', args: { dest: authorityOf(destination), reason } } };
}

/** The answer to an agent group that has too many connections. */
export function agentLimit(limit: number): Refusal {
  return { status: 503, saying: { code: 'proxy.agent_limit', args: { limit } } };
}

/** The text of a refusal. Clients are programs and models, so it is always English. */
export function refusalText({ saying }: Refusal): string {
  return `${englishTexts(saying.code, saying.args)}\n`;
}

/** Headers of a refusal, `X-Traffic-Guardian` with the stable code among them. */
export function refusalHeaders({ status, saying }: Refusal): Record<string, string> {
  return {
    'content-type': 'text/plain; charset=utf-8',
    'x-traffic-guardian': saying.code,
    ...(status === 407 ? { 'proxy-authenticate': PROXY_CHALLENGE } : {}),
  };
}

/** A refusal as a complete HTTP/1.1 response that ends the connection. */
export function refusalResponse(refusal: Refusal): string {
  const body = refusalText(refusal);
  const headers = Object.entries({
    ...refusalHeaders(refusal),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${refusal.status} ${REASONS[refusal.status]}\r\n${lines}\r\n${body}`;
}
