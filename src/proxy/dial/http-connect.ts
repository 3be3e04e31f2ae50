import type { Socket } from 'node:net';
import { codeOf } from '../../text/unknown-error.js';
import { endOfHead, MAX_HEAD_BYTES } from '../../wire/http1/framer.js';
import { parseHead } from '../../wire/http1/head.js';
import { authorityOf, type Destination } from '../destination.js';
import { discard } from '../linger.js';
import type { DialOptions, DialOutcome } from './dialer.js';
import { proxyAuthorization, type UpstreamProxy } from './upstream-proxy.js';

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6) over a socket that is connected to it.
 *
 *     Guardian -> upstream proxy (CONNECT) -> destination
 *
 * Interim answers (1xx) are skipped; bytes behind the final head belong to the tunnel and are put back.
 */
export function connectThroughHttp(
  socket: Socket,
  destination: Destination,
  upstream: UpstreamProxy,
  { timeoutMs, signal }: DialOptions,
): Promise<DialOutcome> {
  const authority = authorityOf(destination);
  const authorization = proxyAuthorization(upstream);
  const credentials = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`, 'latin1');

  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    const timer = setTimeout(() => fail('ETIMEDOUT'), timeoutMs);
    const onAbort = (): void => fail('ABORT_ERR');
    const onError = (error: Error): void => fail(codeOf(error) ?? 'ECONNRESET');
    const onEnd = (): void => fail('ECONNRESET');
    signal.addEventListener('abort', onAbort);
    socket.on('error', onError);
    socket.on('end', onEnd);
    socket.on('data', onData);

    function onData(chunk: Buffer): void {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      for (;;) {
        const end = endOfHead(received, 0);
        if (end === -1) {
          if (received.length > MAX_HEAD_BYTES) fail('EPROTO');
          return;
        }
        const raw = received.subarray(0, end);
        const head = parseHead(raw.toString('latin1'));
        if (head?.kind !== 'response') {
          fail('EPROTO');
          return;
        }
        received = received.subarray(end);
        if (head.status >= 200) {
          const ok = head.status < 300;
          release();
          if (received.length > 0) socket.unshift(received);
          resolve(ok ? { kind: 'connected', socket } : { kind: 'answered', head: raw, socket });
          return;
        }
      }
    }

    function fail(code: string): void {
      release();
      discard(socket);
      resolve({ kind: 'failed', code });
    }

    function release(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      socket.removeListener('end', onEnd);
      socket.removeListener('data', onData);
      socket.pause();
    }
  });
}
