import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { codeOf } from '../../text/unknown-error.js';

/** The client's side of an opened TLS connection. */
export type ClientTlsOutcome =
  | { readonly kind: 'secured'; readonly socket: TLSSocket }
  /**
   * The client ended the handshake after it had seen our certificate: it pins another one, or does not trust our CA.
   * `code` is Node's for its alert, or `ECONNRESET` when it just closed.
   */
  | { readonly kind: 'rejected'; readonly code: string };

/**
 * Answers a client's TLS handshake.
 *
 * @param raw The client's connection, its ClientHello still unread.
 * @param alpn The protocol that the real server chose; the client is offered exactly that one.
 */
export function secureClient(
  raw: Socket,
  secureContext: SecureContext,
  alpn: string | undefined,
  timeoutMs: number,
): Promise<ClientTlsOutcome> {
  return new Promise((resolve) => {
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext,
      ...(alpn === undefined ? {} : { ALPNProtocols: [alpn] }),
    });
    socket.allowHalfOpen = true;
    let failure = 'ECONNRESET';
    const timer = setTimeout(() => fail('ETIMEDOUT'), timeoutMs);
    const onTlsError = (error: unknown): void => {
      failure = codeOf(error) ?? failure;
    };
    const onError = (error: unknown): void => fail(codeOf(error) ?? failure);
    const onClose = (): void => fail(failure);
    // The event that tls.Server itself listens to: before the handshake is done, 'error' does not carry the alert.
    socket.on('_tlsError', onTlsError);
    socket.once('error', onError);
    socket.once('close', onClose);
    socket.once('secure', () => {
      release();
      resolve({ kind: 'secured', socket });
    });

    function fail(code: string): void {
      release();
      socket.on('error', () => undefined);
      socket.destroy();
      resolve({ kind: 'rejected', code });
    }

    function release(): void {
      clearTimeout(timer);
      socket.removeListener('_tlsError', onTlsError);
      socket.removeListener('error', onError);
      socket.removeListener('close', onClose);
    }
  });
}
