import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { ClientHello } from '../../wire/tls/client-hello.js';
import type { LeafContexts } from '../certificates/leaf-contexts.js';
import { authorityOf, type Destination } from '../destination.js';
import { cutSoon } from '../linger.js';
import type { Peer } from '../pump.js';
import { secureClient } from './client-tls.js';
import { serverAlert } from './server-alert.js';
import { answerTrustCheck } from './trust-check.js';
import { UpstreamTls } from './upstream-tls.js';
import { WaitingClient } from './waiting-client.js';

/** What became of a TLS connection that was to be opened. */
export type InspectOutcome =
  | { readonly kind: 'opened'; readonly client: Peer; readonly server: Peer; readonly alpn: string | undefined }
  /** The client refused our certificate; `code` is the alert as Node names it. */
  | { readonly kind: 'rejected-by-client'; readonly code: string }
  /** The client left without a word when it had our certificate. */
  | { readonly kind: 'closed-by-client' }
  /** The client shows a certificate of its own, which the server asks for (mutual TLS); only the client has its key. */
  | { readonly kind: 'certified-client' }
  /** The server's certificate was not valid and the client refused it, as it should. */
  | { readonly kind: 'invalid-upstream' }
  /** The client was gone before it could judge our certificate. */
  | { readonly kind: 'client-left' }
  | { readonly kind: 'upstream-failed'; readonly code: string };

export interface InspectRequest {
  readonly client: Socket;
  readonly server: Socket;
  readonly hello: ClientHello;
  readonly destination: Destination;
  /** Part of the key under which upstream sessions are resumed: what lies between us and the server. */
  readonly route: string;
  readonly timeoutMs: number;
}

/**
 * Opens TLS between a client and a server: upstream first, with the client's own server name and protocols, then the
 * client with a leaf for that name and the protocol that the server chose.
 *
 *     client == TLS (our leaf) ==> Guardian == TLS (real certificate, verified) ==> server
 */
export class Inspector {
  readonly #leaves: LeafContexts;
  readonly #upstream: UpstreamTls;

  constructor(leaves: LeafContexts, trust: () => SecureContext) {
    this.#leaves = leaves;
    this.#upstream = new UpstreamTls(trust);
  }

  /** Answers a client that asks the Guardian itself whether it trusts the CA. */
  async answerTrustCheck(client: Socket, timeoutMs: number): Promise<void> {
    await answerTrustCheck(this.#leaves, client, timeoutMs);
  }

  async open(request: InspectRequest): Promise<InspectOutcome> {
    const { client, server, hello, destination, timeoutMs } = request;
    const waiting = new WaitingClient(client, () => server.destroy());
    const upstream = await this.#upstream.secure({
      raw: server,
      hello,
      host: destination.host,
      sessionKey: `${request.route} ${authorityOf(destination)}`,
      timeoutMs,
    });
    if (upstream.kind === 'failed') {
      waiting.release();
      if (waiting.hasLeft) {
        client.destroy();
        return { kind: 'client-left' };
      }
      client.end(serverAlert(upstream.code));
      cutSoon(client);
      // Its end is only noticed when it is read to there.
      client.resume();
      return { kind: 'upstream-failed', code: upstream.code };
    }
    // While the client is answered, the server may already speak, leave or fail.
    let hasFailed = false;
    const noteFailure = (): void => {
      hasFailed = true;
    };
    upstream.socket.on('error', noteFailure);
    // Certificates name hosts without the dot of the root (RFC 5280 §4.2.1.6), which some clients send (RFC 6066 §3).
    const name = (hello.serverName ?? destination.host).replace(/\.$/, '');
    const context = await (upstream.verified ? this.#leaves.trusted(name) : this.#leaves.untrusted(name));
    waiting.release();
    const accepted = waiting.hasLeft
      ? undefined
      : await secureClient(client, context, upstream.alpn, timeoutMs, upstream.wantsCertificate);
    if (accepted?.kind !== 'secured') {
      upstream.socket.destroy();
      client.destroy();
      if (accepted === undefined || accepted.kind === 'silent') return { kind: 'client-left' };
      if (accepted.kind === 'certified') return { kind: 'certified-client' };
      if (!upstream.verified) return { kind: 'invalid-upstream' };
      if (accepted.kind === 'closed') return { kind: 'closed-by-client' };
      return { kind: 'rejected-by-client', code: accepted.code };
    }
    upstream.socket.removeListener('error', noteFailure);
    return {
      kind: 'opened',
      client: { stream: accepted.socket, raw: client },
      server: { stream: upstream.socket, raw: server, hasFailed },
      alpn: upstream.alpn,
    };
  }
}
