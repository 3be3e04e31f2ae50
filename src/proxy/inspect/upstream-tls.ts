import { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { HOUR_MS } from '../../time/lengths.js';
import { protocolList, type ClientHello } from '../../wire/tls/client-hello.js';
import { withoutCertificate } from '../../wire/tls/session.js';
import { handshake } from '../handshake.js';

/** The Guardian's TLS session with the real server. */
export type UpstreamTlsOutcome =
  | {
      readonly kind: 'secured';
      readonly socket: TLSSocket;
      /** Whether the server's certificate is one that a client would have accepted. */
      readonly verified: boolean;
      /** The protocol the server chose from the client's list. */
      readonly alpn: string | undefined;
      /** Whether the server asks the client for a certificate, which it may need or not (mutual TLS). */
      readonly wantsCertificate: boolean;
    }
  /** The handshake failed; `code` is Node's, for instance `ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE`. */
  | { readonly kind: 'failed'; readonly code: string };

export interface UpstreamTlsRequest {
  /** A TCP connection (or tunnel) to the server. */
  readonly raw: Socket;
  /** What the client asked for: its server name and protocols are offered on. */
  readonly hello: ClientHello;
  /** The name to verify when the client sent no server name. */
  readonly host: string;
  /** Sessions are resumed only under the same key. */
  readonly sessionKey: string;
  readonly timeoutMs: number;
}

/** Sessions kept for resumption, each half to a few KiB. */
const MAX_SESSIONS = 1_000;
/** RFC 8446 §4.6.1: a ticket lives at most seven days; servers say hours. */
const SESSION_TTL_MS = 2 * HOUR_MS;

/** Opens TLS to real servers as the client would have, and remembers sessions so that the next handshake is short. */
export class UpstreamTls {
  readonly #trust: () => SecureContext;
  readonly #sessions = new LRUCache<string, Buffer>({ max: MAX_SESSIONS, ttl: SESSION_TTL_MS });

  /** @param trust Asked for each connection: authorities may be added while the process runs. */
  constructor(trust: () => SecureContext) {
    this.#trust = trust;
  }

  async secure(request: UpstreamTlsRequest): Promise<UpstreamTlsOutcome> {
    const { raw, hello, host, timeoutMs } = request;
    // It ended its side before the client had said anything, and no stream tells that twice.
    if (raw.readableEnded) {
      raw.destroy();
      return { kind: 'failed', code: 'ECONNRESET' };
    }
    const name = hello.serverName ?? host;
    const sessionKey = `${request.sessionKey} ${name}`;
    const session = this.#sessions.get(sessionKey);
    const socket = connect({
      socket: raw,
      secureContext: this.#trust(),
      // Verified below, not here: a certificate that does not verify must fail at the client, not at us.
      rejectUnauthorized: false,
      checkServerIdentity: (_host, certificate) => checkIdentity(name, certificate),
      ...(hello.serverName !== undefined && isIP(hello.serverName) === 0 ? { servername: hello.serverName } : {}),
      ...(hello.alpn.length > 0 ? { ALPNProtocols: protocolList(hello.alpn) } : {}),
      ...(session === undefined ? {} : { session }),
    });
    socket.allowHalfOpen = true;
    let isAsked = false;
    // At once: a ticket may come in the same read.
    socket.once('secureConnect', () => {
      isAsked = wantsCertificate(socket);
    });
    // TLS 1.3 sends tickets after the handshake, so this may come later and more than once.
    socket.on('session', (ticket: Buffer) => {
      // Who resumes is not asked for a certificate again (RFC 8446 §4.3.2), and the next client may have one.
      if (socket.authorized && !isAsked) this.#sessions.set(sessionKey, withoutCertificate(ticket));
    });
    const failure = await handshake(socket, timeoutMs);
    if (failure !== undefined) return { kind: 'failed', code: failure };
    if (!socket.authorized) this.#sessions.delete(sessionKey);
    return {
      kind: 'secured',
      socket,
      verified: socket.authorized,
      alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : undefined,
      wantsCertificate: isAsked,
    };
  }
}

/**
 * Whether a server has asked for a certificate of the client (RFC 8446 §4.3.2, RFC 5246 §7.4.4). Node does not tell; but a
 * server names signature algorithms to a client in that request and nowhere else, and those Node gives.
 *
 * @param socket Its handshake is just done: asked of a connection that has failed, Node 20 ends the process.
 */
function wantsCertificate(socket: TLSSocket): boolean {
  return !socket.destroyed && socket.getSharedSigalgs().length > 0;
}

/**
 * Whether a certificate is one for a host, as Node says; of IPv6 addresses, as OpenSSL says first: Node 22.23 compares their
 * text and finds `::1` in no certificate.
 */
function checkIdentity(name: string, certificate: PeerCertificate): Error | undefined {
  if (isIP(name) === 6 && new X509Certificate(certificate.raw).checkIP(name) !== undefined) return undefined;
  return checkServerIdentity(name, certificate);
}
