import { headerValue, listMembers, type HeaderField } from '../../wire/http1/head.js';

/** The codings of a body in the order in which they were applied; `chunked` is undone by the framer. */
export function codingsOf(headers: readonly HeaderField[]): string[] {
  const content = listMembers(headerValue(headers, 'content-encoding'));
  const transfer = listMembers(headerValue(headers, 'transfer-encoding'));
  return [...content, ...transfer].filter((coding) => coding !== 'identity' && coding !== 'chunked');
}
