import { parseParameter, splitOutsideQuotes } from '../http1/quoted-string.js';

/** Longest boundary taken, in characters. RFC 2046 §5.1.1 allows 70; some senders do not know. */
const MAX_BOUNDARY = 1024;

/**
 * The boundary of a multipart body (RFC 2046 §5.1.1).
 *
 * @param contentType The Content-Type field.
 * @returns undefined when the type is not multipart or has no usable boundary.
 */
export function boundaryOf(contentType: string): string | undefined {
  const [type = '', ...parameters] = splitOutsideQuotes(contentType, ';');
  if (!type.trim().toLowerCase().startsWith('multipart/')) return undefined;
  const boundary = parameters.map(parseParameter).find(([name]) => name === 'boundary')?.[1] ?? '';
  return boundary === '' || boundary.length > MAX_BOUNDARY ? undefined : boundary;
}
