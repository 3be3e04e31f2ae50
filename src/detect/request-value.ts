import { looksRandom } from './checks/randomness.js';
import { standsInText, TEXT_BORDER } from './checks/text-around.js';
import type { Candidate } from './rule.js';

/** A value of a request: what stands before a match in it, and whether the whole text is nothing but that value. */
export interface RequestValue {
  readonly before: string;
  readonly bare: boolean;
  /** Whether it stands in a request as sent, and not in an address inside of other text. */
  readonly sent: boolean;
}

/** A URL with a query, up to a value: what quotes it, and the value. */
const IN_URL = /(^|[\s"'(<=])(?:https?:\/\/[^\s"'<>?]*|\/[\w./~-]*)\?[\w.%[\]'"$-]{1,48}=([^\n]*)$/;
/** The first line of a request, and what follows it: a method perhaps, a path, a version perhaps. */
const REQUEST = /\n(?:(?:GET|POST|PUT|PATCH|DELETE)\s+)?\/(?!\/)[\w./~-]*(?:\?[^\s]*)?(?:\s+HTTP\/[\d.]+)?\r?\n([^]*)$/;
/** A header that clients fill in. */
const HEADER = /\n(?:user-agent|referr?er|cookie|x-[\w-]{2,30}):\s([^\n]*)$/i;
/** What a request begins with before its target, which may be a whole URL (RFC 9112, 3.2). */
const METHOD = /^\n?(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s$/;
/** The address that a client says it comes from: another value that it makes up. */
const REFERER = /(?:^|\n)referr?er: $/i;
/** What somebody looked for before: `ls -la` is a question there. */
const SEARCHED = /[?&](?:q|query|search|text|wd|p|s)=[^=&]*$/i;
/** What stands before the value in the last line: a header name, a parameter name, or JSON or XML up to a quote. */
const NAME =
  /^(?:[\w-]{1,40}:\s+["']?|[\w.[\]-]{1,48}=|\s*<\?xml[^\n]*(?:>(?=[^<>]*$)|\s[\w.-]{1,40}=["'](?:[\w.-]{1,40}=(?=[^=]))?)|\s*[{<][^\n]*["'](?:[\w.-]{1,40}=(?=[^=]))?)/;
/** A field of a form with parts (RFC 7578), up to its value. */
const FORM_FIELD = /form-data; name="[\w.[\]-]{1,48}"\r?\n\r?\n([^\n]*)$/;
/** The names of cookies, up to the value of the last one. */
const COOKIES = /^cookie:\s+(?:[^;]*;\s)*[\w.-]{1,48}=/i;

/**
 * The parameter value of a request that a match stands in: of a URL's query, a form, a header, JSON or XML. Commands
 * are everyday words, so they mean something only in a place where no command belongs.
 *
 * @param before What stands before the match, at most 64 bytes of it.
 * @param fromStart Whether the text begins there.
 * @returns undefined when it is not seen to be such a value.
 */
export function requestValueBefore(before: string, fromStart: boolean): RequestValue | undefined {
  // A search from the end is slow, and nearly nothing has a border.
  const border = before.includes('\0') ? before.lastIndexOf(TEXT_BORDER) : -1;
  const atStart = border !== -1 || fromStart;
  const text = border === -1 ? before : before.slice(border + TEXT_BORDER.length);
  // Each expression is asked only where the sign is that it cannot do without: nearly all of what is asked has none.
  const url = text.includes('?') ? IN_URL.exec(text) : null;
  if (url !== null) {
    const [, quote = '', value = ''] = url;
    const upToUrl = text.slice(0, url.index + quote.length);
    const isReferer = REFERER.test(upToUrl) && !SEARCHED.test(url[0]);
    const sent = (atStart && (url.index === 0 || METHOD.test(upToUrl))) || quote === '\n' || isReferer;
    return isInUrl(quote, value, sent) ? { before: value, bare: false, sent } : undefined;
  }
  // Where the context begins in the middle of a text, its first line may have begun anywhere.
  const lines = atStart ? `\n${text}` : text;
  const request =
    (lines.includes('/') ? REQUEST.exec(lines) : null) ??
    (atStart ? /^\r?\n([\w.[\]-]{1,48}(?:=|:\s)[^]*|\s*[{<][^]*)$/.exec(text) : null);
  if (request !== null && isBase64(request[0])) return undefined;
  // A path in every line is a list of files, such as .gitignore; behind a name it is a value that begins with a line end.
  if (request !== null && (!request[1]?.startsWith('/') || /\?[^\s]*=\r?\n/.test(request[0]))) {
    const last = (request[1] ?? '').split('\n').at(-1) ?? '';
    return { before: last.replace(COOKIES.test(last) ? COOKIES : NAME, ''), bare: false, sent: true };
  }
  const header = lines.includes(':') ? HEADER.exec(lines) : null;
  if (header !== null) return { before: header[1] ?? '', bare: false, sent: true };
  const field = text.includes('form-data') ? FORM_FIELD.exec(text) : null;
  if (field !== null) return { before: field[1] ?? '', bare: false, sent: true };
  if (!atStart) return undefined;
  const form = /^[\w.[\]-]{1,48}=([^\n]*)$/.exec(text);
  if (form !== null) return { before: form[1] ?? '', bare: true, sent: false };
  return text.includes('\n') ? undefined : { before: text, bare: true, sent: false };
}

/** Whether what looks like a path on its own is a line of base64: one in 64 begins with a slash. */
function isBase64(request: string): boolean {
  const path = /^\n(\/[A-Za-z0-9/]{20,})\r?\n/.exec(request)?.[1];
  return path !== undefined && looksRandom(path);
}

/** A URL in running text ends at a space, a quoted one at its quote; a request's own may hold anything. */
function isInUrl(quote: string, value: string, isRequest: boolean): boolean {
  if (quote === '"' || quote === "'") return !value.includes(quote);
  if (quote === '(') return !/[)\s]/.test(value);
  if (quote === '<') return !/[>\s]/.test(value);
  return isRequest || !/\s/.test(value);
}

/** Whether a match stands in the value of a request as sent; it may begin with the sign before the value. */
export function isInRequest(match: Candidate): boolean {
  const { before, text, fromStart } = match;
  const value = requestValueBefore(text.startsWith('=') ? `${before}=` : before, fromStart);
  return value?.sent === true && standsInText(match);
}
