import { headerValue, listMembers, type HeaderField } from '../../wire/http1/head.js';

const NONE: ReadonlySet<string> = new Set(['identity', 'chunked']);

/** The codings of a body in the order in which they were applied; `chunked` is undone by the framer. */
export function codingsOf(headers: readonly HeaderField[]): string[] {
  const content = listMembers(headerValue(headers, 'content-encoding'));
  const transfer = listMembers(headerValue(headers, 'transfer-encoding'));
  return [...content, ...transfer].filter((coding) => !NONE.has(coding));
}

/**
 * Whether all codings of an answer were asked for. Who did not ask mostly takes the bytes as they are, whatever their label
 * says (curl without `--compressed`, urllib), and what is no part of the packed text is text to it: the comment of gzip,
 * metadata of brotli.
 */
export function areAskedFor(headers: readonly HeaderField[], asked: readonly HeaderField[]): boolean {
  return (
    isListed(headers, 'content-encoding', asked, 'accept-encoding') &&
    isListed(headers, 'transfer-encoding', asked, 'te')
  );
}

function isListed(headers: readonly HeaderField[], name: string, asked: readonly HeaderField[], by: string): boolean {
  const accepted = listMembers(headerValue(asked, by));
  return listMembers(headerValue(headers, name)).every(
    (coding) => NONE.has(coding) || accepted.includes(coding.replace(/^x-/, '')) || accepted.includes('*'),
  );
}
