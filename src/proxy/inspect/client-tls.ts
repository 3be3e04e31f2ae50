import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { codeOf } from '../../text/unknown-error.js';
import { protocolList } from '../../wire/tls/client-hello.js';
import { discard } from '../linger.js';

/** The client's side of an opened TLS connection. */
export type ClientTlsOutcome =
  | { readonly kind: 'secured'; readonly socket: TLSSocket }
  /** It shows a certificate of its own, which the server asked for. */
  | { readonly kind: 'certified' }
  /** The client refused our certificate: it pins another one, or does not trust our CA. `code` is Node's for its alert. */
  | { readonly kind: 'rejected'; readonly code: string }
  /** It left without a word. Some refuse a certificate like that; others were ended just then. */
  | { readonly kind: 'closed' }
  /** It said nothing more: its machine sleeps, or it hangs. That is no judgement on our certificate. */
  | { readonly kind: 'silent' };

/**
 * Answers a client's TLS handshake.
 *
 * @param raw The client's connection, its ClientHello still unread.
 * @param alpn The protocol that the real server chose; the client is offered exactly that one.
 * @param wantsCertificate Asks the client for a certificate of its own, as the real server does; it need not have one.
 */
export function secureClient(
  raw: Socket,
  secureContext: SecureContext,
  alpn: string | undefined,
  timeoutMs: number,
  wantsCertificate = false,
): Promise<ClientTlsOutcome> {
  return new Promise((resolve) => {
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext,
      ...(alpn === undefined ? {} : { ALPNProtocols: protocolList([alpn]) }),
      // Whose it is, is for the real server to judge.
      ...(wantsCertificate ? { requestCert: true, rejectUnauthorized: false } : {}),
    });
    socket.allowHalfOpen = true;
    let alert: string | undefined;
    const timer = setTimeout(() => give({ kind: 'silent' }), timeoutMs);
    const onTlsError = (error: unknown): void => {
      alert ??= alertIn(error);
    };
    const onError = (error: unknown): void => {
      onTlsError(error);
      onClose();
    };
    const onClose = (): void => give(alert === undefined ? { kind: 'closed' } : { kind: 'rejected', code: alert });
    // The event that tls.Server itself listens to: before the handshake is done, 'error' does not carry the alert.
    socket.on('_tlsError', onTlsError);
    socket.once('error', onError);
    socket.once('close', onClose);
    // With half-open connections, an orderly end closes nothing.
    socket.once('end', onClose);
    socket.once('secure', () => {
      if (wantsCertificate && socket.getPeerX509Certificate() !== undefined) {
        give({ kind: 'certified' });
        return;
      }
      release();
      resolve({ kind: 'secured', socket });
    });

    function give(up: Exclude<ClientTlsOutcome, { kind: 'secured' }>): void {
      release();
      discard(socket);
      resolve(up);
    }

    function release(): void {
      clearTimeout(timer);
      socket.removeListener('_tlsError', onTlsError);
      socket.removeListener('error', onError);
      socket.removeListener('close', onClose);
      socket.removeListener('end', onClose);
    }
  });
}

/** What TLS has to say about an error; undefined for one of the connection below it, which has a code of the system. */
function alertIn(error: unknown): string | undefined {
  const code = codeOf(error);
  return code?.startsWith('ERR_') === true ? code : undefined;
}
