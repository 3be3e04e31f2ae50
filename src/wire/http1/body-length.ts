import { headerValue, listMembers, type MessageHead, type RequestHead, type ResponseHead } from './head.js';

/** How the end of a message body is recognised (RFC 9112 §6.3). */
export type BodyLength =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly length: number }
  | { readonly kind: 'chunked' }
  /** The body runs until the connection closes. */
  | { readonly kind: 'until-close' }
  /** After this head the connection speaks another protocol: 101, or a 2xx to CONNECT. */
  | { readonly kind: 'upgraded' }
  /** The head contradicts itself; two readers may disagree on where the message ends. */
  | { readonly kind: 'ambiguous'; readonly reason: string };

const ONE_LENGTH = /^\d{1,15}$/;

/** The body length of a request. */
export function requestBodyLength(head: RequestHead): BodyLength {
  const stated = statedLength(head);
  if (stated !== undefined) return stated;
  return { kind: 'none' };
}

/**
 * The body length of a response.
 *
 * @param method Method of the request it answers: a response to HEAD has none, a 2xx to CONNECT starts a tunnel.
 */
export function responseBodyLength(head: ResponseHead, method: string): BodyLength {
  if (head.status === 101 || (method === 'CONNECT' && head.status >= 200 && head.status < 300)) {
    return { kind: 'upgraded' };
  }
  if (method === 'HEAD' || head.status < 200 || head.status === 204 || head.status === 304) return { kind: 'none' };
  return statedLength(head) ?? { kind: 'until-close' };
}

function statedLength(head: MessageHead): BodyLength | undefined {
  const coding = headerValue(head.headers, 'transfer-encoding');
  const length = headerValue(head.headers, 'content-length');
  if (coding !== undefined) {
    const codings = listMembers(coding);
    // It overrides a length (RFC 9112 §6.3 rule 3), and clients undo it once however often and wherever it is named: curl,
    // Python and Node each in other cases. To those who do not, what is between the chunks comes beside them.
    if (head.kind === 'response' && codings.includes('chunked')) return { kind: 'chunked' };
    // Both together is how requests are smuggled; so is a final coding other than chunked.
    if (length !== undefined) return { kind: 'ambiguous', reason: 'transfer-encoding with content-length' };
    if (codings.at(-1) === 'chunked' && codings.indexOf('chunked') === codings.length - 1) return { kind: 'chunked' };
    return head.kind === 'response' ? undefined : { kind: 'ambiguous', reason: 'transfer-encoding without chunked' };
  }
  if (length === undefined) return undefined;
  if (ONE_LENGTH.test(length)) return { kind: 'fixed', length: Number(length) };
  const values = new Set(length.split(',').map((part) => part.trim()));
  const [only = ''] = values;
  if (values.size !== 1 || !ONE_LENGTH.test(only)) return { kind: 'ambiguous', reason: 'content-length' };
  return { kind: 'fixed', length: Number(only) };
}
