import { parseParameter, splitOutsideQuotes } from '../http1/quoted-string.js';

/** The parameters of permessage-deflate that both sides agreed on (RFC 7692 §7.1). */
export interface PermessageDeflate {
  /** Each message of that side starts with an empty window. */
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  /** Size of that side's window as a power of two, 8 to 15. */
  readonly serverMaxWindowBits: number;
  readonly clientMaxWindowBits: number;
}

export interface WebSocketExtensions {
  readonly deflate: PermessageDeflate | undefined;
  /** Names of other extensions in force, lower case: frames are not what they seem. */
  readonly others: readonly string[];
}

const DEFAULT_WINDOW_BITS = 15;

/**
 * Reads the Sec-WebSocket-Extensions field of a 101 response: what the server accepted (RFC 6455 §9.1). A window size
 * out of range counts as the largest, which reads every smaller one.
 */
export function parseExtensions(value: string | undefined): WebSocketExtensions {
  let deflate: PermessageDeflate | undefined;
  const others: string[] = [];
  for (const extension of splitOutsideQuotes(value ?? '', ',')) {
    const [first = '', ...rest] = splitOutsideQuotes(extension, ';');
    const name = first.trim().toLowerCase();
    if (name === 'permessage-deflate') deflate ??= deflateOf(rest);
    else if (name !== '') others.push(name);
  }
  return { deflate, others };
}

function deflateOf(texts: readonly string[]): PermessageDeflate {
  const parameters = new Map(texts.map(parseParameter));
  return {
    serverNoContextTakeover: parameters.has('server_no_context_takeover'),
    clientNoContextTakeover: parameters.has('client_no_context_takeover'),
    serverMaxWindowBits: windowBits(parameters.get('server_max_window_bits')),
    clientMaxWindowBits: windowBits(parameters.get('client_max_window_bits')),
  };
}

function windowBits(value: string | undefined): number {
  return value !== undefined && /^(?:[89]|1[0-5])$/.test(value) ? Number(value) : DEFAULT_WINDOW_BITS;
}
