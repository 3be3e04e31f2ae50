/**
 * The parts of a TLS ClientHello that decide how to answer it (RFC 8446 §4.1.2; the layout is the same since TLS 1.0):
 * the server name (RFC 6066 §3) and the application protocols offered (RFC 7301 §3.1).
 */
export interface ClientHello {
  /** The DNS name in the server_name extension; undefined when the client sent none. */
  readonly serverName: string | undefined;
  /** Application protocols in the client's order of preference, one character a byte; empty without the extension. */
  readonly alpn: readonly string[];
}

export type ClientHelloOutcome =
  | { readonly kind: 'hello'; readonly hello: ClientHello }
  /** More bytes are needed to tell. */
  | { readonly kind: 'incomplete' }
  /** These bytes do not start a TLS connection. */
  | { readonly kind: 'not-tls' };

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const RECORD_HEADER = 5;
/** A record carries at most 2^14 bytes of plaintext (RFC 8446 §5.1). */
const MAX_RECORD = 16_384;
/** Post-quantum key shares make hellos of a few KiB; nothing honest comes near this. */
const MAX_HELLO = 64 * 1024;
/** A hello cut into tiny records costs time each time it is read; a whole one of the usual size fits, byte by byte. */
const MAX_RECORDS = 4096;
const EXTENSION_SERVER_NAME = 0;
const EXTENSION_ALPN = 16;

/**
 * Looks for a ClientHello at the start of a connection. The hello may be spread over several records and any number of
 * reads: call again with all bytes so far while the outcome is `incomplete`.
 */
export function readClientHello(bytes: Uint8Array): ClientHelloOutcome {
  const parts: Uint8Array[] = [];
  let received = 0;
  let size: number | undefined;
  let offset = 0;
  for (let record = 0; record < MAX_RECORDS; record++) {
    const header = bytes.subarray(offset, offset + RECORD_HEADER);
    if (header.length > 0 && header[0] !== HANDSHAKE_RECORD) return { kind: 'not-tls' };
    if (header.length > 1 && header[1] !== 3) return { kind: 'not-tls' };
    if (header.length < RECORD_HEADER) return { kind: 'incomplete' };
    const length = header[3]! * 256 + header[4]!;
    if (length === 0 || length > MAX_RECORD) return { kind: 'not-tls' };
    const body = bytes.subarray(offset + RECORD_HEADER, offset + RECORD_HEADER + length);
    if (received === 0 && body.length > 0 && body[0] !== CLIENT_HELLO) return { kind: 'not-tls' };
    parts.push(body);
    received += body.length;
    if (size === undefined && received >= 4) size = Buffer.concat(parts).readUIntBE(1, 3);
    if (size !== undefined) {
      if (size > MAX_HELLO) return { kind: 'not-tls' };
      if (received >= 4 + size) {
        const hello = parseHello(Buffer.concat(parts).subarray(4, 4 + size));
        return hello === undefined ? { kind: 'not-tls' } : { kind: 'hello', hello };
      }
    }
    if (body.length < length) return { kind: 'incomplete' };
    offset += RECORD_HEADER + length;
  }
  return { kind: 'not-tls' };
}

function parseHello(bytes: Uint8Array): ClientHello | undefined {
  const reader = new Reader(bytes);
  reader.take(2 + 32); // legacy_version, random
  reader.vector(1); // legacy_session_id
  reader.vector(2); // cipher_suites
  reader.vector(1); // legacy_compression_methods
  let name: string | undefined;
  let alpn: string[] = [];
  if (reader.remaining > 0) {
    const extensions = new Reader(reader.vector(2));
    while (extensions.remaining > 0) {
      const type = extensions.number(2);
      const data = new Reader(extensions.vector(2));
      if (type === EXTENSION_SERVER_NAME) name = serverName(data);
      if (type === EXTENSION_ALPN) alpn = protocols(data);
    }
    if (extensions.failed) return undefined;
  }
  return reader.failed ? undefined : { serverName: name, alpn };
}

/**
 * Application protocols as they stand in a list of them (RFC 7301 §3.1). Their names are bytes, and those that are made up to
 * keep servers tolerant (RFC 8701) need not be ASCII; Node writes names that it is given as text in UTF-8.
 */
export function protocolList(names: readonly string[]): Buffer {
  return Buffer.concat(names.flatMap((name) => [Buffer.of(name.length), Buffer.from(name, 'latin1')]));
}

function serverName(data: Reader): string | undefined {
  const list = new Reader(data.vector(2));
  while (list.remaining > 0) {
    const type = list.number(1);
    const name = list.vector(2);
    if (type === 0 && name.length > 0) return Buffer.from(name).toString('latin1').toLowerCase();
  }
  return undefined;
}

function protocols(data: Reader): string[] {
  const list = new Reader(data.vector(2));
  const found: string[] = [];
  while (list.remaining > 0) found.push(Buffer.from(list.vector(1)).toString('latin1'));
  return found;
}

/** Reads big-endian numbers and length-prefixed vectors (RFC 8446 §3.4); running out of bytes sets `failed`. */
class Reader {
  failed = false;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Uint8Array {
    if (length > this.remaining) {
      this.failed = true;
      this.#at = this.#bytes.length;
      return new Uint8Array();
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  number(width: 1 | 2): number {
    const bytes = this.take(width);
    return bytes.reduce((value, byte) => value * 256 + byte, 0);
  }

  vector(width: 1 | 2): Uint8Array {
    return this.take(this.number(width));
  }
}
