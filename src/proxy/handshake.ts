import type { TLSSocket } from 'node:tls';
import { codeOf } from '../text/unknown-error.js';
import { discard } from './linger.js';

/**
 * Waits for the end of a TLS handshake with a server or a proxy that has begun; one that fails is dropped.
 *
 * @param signal Gives up when the client is gone.
 * @returns Node's code for why it failed (`ETIMEDOUT` when `timeoutMs` ran out); undefined when the connection is secure.
 */
export function handshake(socket: TLSSocket, timeoutMs: number, signal?: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => fail('ETIMEDOUT'), timeoutMs);
    const onAbort = (): void => fail('ABORT_ERR');
    const onError = (error: Error): void => fail(codeOf(error) ?? 'EPROTO');
    const onClose = (): void => fail('ECONNRESET');
    signal?.addEventListener('abort', onAbort);
    socket.once('error', onError);
    socket.once('close', onClose);
    socket.once('secureConnect', () => {
      release();
      resolve(undefined);
    });

    function fail(code: string): void {
      release();
      discard(socket);
      resolve(code);
    }

    function release(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      socket.removeListener('close', onClose);
    }
  });
}
