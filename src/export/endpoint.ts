import { isIP } from 'node:net';

/** One end of a connection, as formats want it: in parts. */
export interface Endpoint {
  /** Without the brackets of IPv6. */
  readonly host: string;
  /** 4 or 6 when the host is an address, 0 when it is a name. */
  readonly family: number;
  /** Absent when the text names none. */
  readonly port?: number;
}

const WITH_PORT = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/s;
const BRACKETED = /^\[([^\]]*)\]$/s;

/**
 * Takes `host:port` or `[address]:port` apart. A text without a port is all host: an address with or without brackets, the
 * name of a transcript.
 */
export function endpointOf(text: string): Endpoint {
  const [, bracketed, plain, digits] = WITH_PORT.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    const host = BRACKETED.exec(text)?.[1] ?? text;
    return { host, family: isIP(host) };
  }
  const host = bracketed ?? plain ?? '';
  return { host, family: isIP(host), port };
}
