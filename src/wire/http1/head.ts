/**
 * The head of an HTTP/1.x message (RFC 9112 §2 to §5), read as it stands on the wire. Field names keep their case and
 * order; values are latin1, one character a byte, so that nothing is lost.
 */

/** Field name and value, in the order received. */
export type HeaderField = readonly [name: string, value: string];

export interface RequestHead {
  readonly kind: 'request';
  readonly method: string;
  /** The request target exactly as sent: origin, absolute, authority or asterisk form. */
  readonly target: string;
  readonly minorVersion: number;
  readonly headers: readonly HeaderField[];
}

export interface ResponseHead {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly minorVersion: number;
  readonly headers: readonly HeaderField[];
}

export type MessageHead = RequestHead | ResponseHead;

const CR = 13;

// A method is a token (RFC 9110 §5.6.2); the target is anything without white space, because clients do send raw
// UTF-8 and `|` there. Version 1.x only: HTTP/0.9 has no head and HTTP/2 has its own preface.
const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}) ([^ \r\n\t]+) HTTP\/1\.(\d)$/;
const STATUS_LINE = /^HTTP\/1\.(\d) (\d{3})(?: (.*))?$/;
/** A CR that does not belong to a line's end. */
const BARE_CR = /\r(?![\r\n])/g;

/**
 * Parses one complete head, from the start line to the empty line.
 *
 * @param text The bytes as latin1, with or without the final empty line. Lines may end in LF alone (RFC 9112 §2.2).
 * @returns undefined when the start line is neither a request nor a status line, or a field line has no colon; of a request
 *   also when what is sent on could be read in another way: a CR inside a line (RFC 9112 §2.2), white space in a field's
 *   name (§5.1); of an answer when that decides how long it is or how it is encoded.
 */
export function parseHead(text: string): MessageHead | undefined {
  const request = REQUEST_LINE.exec(lineAt(text, 0));
  if (request !== null) {
    const headers = text.search(BARE_CR) === -1 ? parseFields(text) : undefined;
    if (headers === undefined || headers.some(([name]) => hasBlank(name))) return undefined;
    const [, method = '', target = '', minor = '1'] = request;
    return { kind: 'request', method, target, minorVersion: Number(minor), headers };
  }
  // Some clients (Python's) take a CR alone for the end of a line: a coding named behind it is in force for them.
  const lines = text.replace(BARE_CR, '\r\n');
  const status = STATUS_LINE.exec(lineAt(lines, 0));
  const headers = status === null ? undefined : parseFields(lines);
  if (status === null || headers === undefined || isReadInTwoWays(headers)) return undefined;
  const [, minor = '1', code = '', reason = ''] = status;
  return { kind: 'response', status: Number(code), reason, minorVersion: Number(minor), headers };
}

/** Whether a blank stands in what is to be the name of a field, which has none (RFC 9110 §5.1). Asked of each: no expression. */
export function hasBlank(name: string): boolean {
  return name.includes(' ') || name.includes('\t');
}

const FRAMING: ReadonlySet<string> = new Set(['transfer-encoding', 'content-encoding', 'content-length']);

/**
 * Whether white space behind a field's name decides how an answer is read: Chromium takes `Content-Encoding : gzip` for that
 * field, curl for another one, and Python for the end of the fields. Elsewhere servers do write it.
 */
function isReadInTwoWays(headers: readonly HeaderField[]): boolean {
  const first = headers.findIndex(([name]) => hasBlank(name));
  if (first === -1) return false;
  return headers.slice(first).some(([name]) => {
    const meant = name.trim().toLowerCase();
    return meant === 'transfer-encoding' || (hasBlank(name) && FRAMING.has(meant));
  });
}

/** Parses the lines behind the first, up to an empty one; undefined when a line has no colon or no name. */
function parseFields(text: string): HeaderField[] | undefined {
  const fields: HeaderField[] = [];
  for (let at = text.indexOf('\n') + 1; at > 0; at = text.indexOf('\n', at) + 1) {
    const line = lineAt(text, at);
    if (line === '') break;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      // Obsolete line folding (RFC 9112 §5.2): some servers still send it; the fold counts as one space.
      const last = fields.pop();
      if (last === undefined) return undefined;
      fields.push([last[0], `${last[1]} ${line.trim()}`]);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    fields.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return fields;
}

/** All values of a field joined with commas (RFC 9110 §5.3), or undefined when it is absent. */
export function headerValue(headers: readonly HeaderField[], lowerName: string): string | undefined {
  let joined: string | undefined;
  for (const [name, value] of headers) {
    if (name.length !== lowerName.length || name.toLowerCase() !== lowerName) continue;
    joined = joined === undefined ? value : `${joined}, ${value}`;
  }
  return joined;
}

/** The members of a comma-separated field value, lower case, without parameters and empty members. */
export function listMembers(value: string | undefined): string[] {
  if (value === undefined) return [];
  const members: string[] = [];
  for (const part of value.includes(',') ? value.split(',') : [value]) {
    const parameters = part.indexOf(';');
    const member = (parameters === -1 ? part : part.slice(0, parameters)).trim().toLowerCase();
    if (member !== '') members.push(member);
  }
  return members;
}

/** The line that begins at an offset, without its end. */
function lineAt(text: string, from: number): string {
  const found = text.indexOf('\n', from);
  const end = found === -1 ? text.length : found;
  return text.slice(from, end > from && text.charCodeAt(end - 1) === CR ? end - 1 : end);
}
