import type { HeaderField } from '../http1/head.js';

/** A decoded header block. */
export interface HeaderList {
  readonly fields: readonly HeaderField[];
  /** The list is larger than the bound and was cut. */
  readonly truncated: boolean;
  /** Octets of the block as it was on the wire. */
  readonly encodedBytes: number;
}

/** The head of a request (RFC 9113 §8.3.1). A pseudo-field that was not sent is undefined. */
export interface Http2Request {
  readonly method: string | undefined;
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string | undefined;
  /** Of an extended CONNECT (RFC 8441 §4), for instance `websocket`: DATA then carries that protocol. */
  readonly protocol: string | undefined;
  /** The fields proper. A pseudo-field that is unknown here or came twice stays among them, under its name. */
  readonly fields: readonly HeaderField[];
  readonly truncated: boolean;
}

/** The head of a response, final or informational (RFC 9113 §8.3.2). */
export interface Http2Response {
  /** 0 when it was not sent or is no number of three digits. */
  readonly status: number;
  readonly fields: readonly HeaderField[];
  readonly truncated: boolean;
}

export function requestOf(list: HeaderList): Http2Request {
  const pseudo = new Map<string, string>();
  const fields = withoutPseudo(list.fields, REQUEST_PSEUDO, pseudo);
  return {
    method: pseudo.get(':method'),
    scheme: pseudo.get(':scheme'),
    authority: pseudo.get(':authority'),
    path: pseudo.get(':path'),
    protocol: pseudo.get(':protocol'),
    fields,
    truncated: list.truncated,
  };
}

export function responseOf(list: HeaderList): Http2Response {
  const pseudo = new Map<string, string>();
  const fields = withoutPseudo(list.fields, RESPONSE_PSEUDO, pseudo);
  const status = pseudo.get(':status') ?? '';
  return { status: /^\d{3}$/.test(status) ? Number(status) : 0, fields, truncated: list.truncated };
}

const REQUEST_PSEUDO = new Set([':method', ':scheme', ':authority', ':path', ':protocol']);
const RESPONSE_PSEUDO = new Set([':status']);

/** Moves the first pseudo-field of each known name into `found`; what is left are the fields. */
function withoutPseudo(
  list: readonly HeaderField[],
  known: ReadonlySet<string>,
  found: Map<string, string>,
): HeaderField[] {
  return list.filter(([name, value]) => {
    if (!known.has(name) || found.has(name)) return true;
    found.set(name, value);
    return false;
  });
}
