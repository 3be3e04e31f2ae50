import { connect, type LookupFunction, type Socket } from 'node:net';
import { codeOf } from '../../text/unknown-error.js';
import type { VettedAddress } from '../reach/reach.js';

/** A TCP connection, or the system's code for why there is none (`ETIMEDOUT` when `timeoutMs` ran out). */
export type TcpOutcome =
  { readonly kind: 'connected'; readonly socket: Socket } | { readonly kind: 'failed'; readonly code: string };

/** Idle time before TCP keep-alive probes start: below the 350 s at which common NAT gateways forget a flow. */
const KEEP_ALIVE_MS = 60_000;

/**
 * Connects to the first of the addresses that answers (RFC 8305, as Node does it).
 *
 * @param addresses The only addresses that are tried; nothing is resolved here.
 * @param signal Gives up when the client is gone.
 */
export function connectTcp(
  addresses: readonly VettedAddress[],
  port: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<TcpOutcome> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve({ kind: 'failed', code: 'ABORT_ERR' });
      return;
    }
    // Node asks the lookup function for the name's addresses; it gets the vetted ones, whatever the name.
    const lookup: LookupFunction = (_hostname, options, callback) => {
      if (options.all === true) callback(null, [...addresses]);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    };
    const socket = connect({ host: 'vetted', port, lookup, allowHalfOpen: true, autoSelectFamily: true });
    const timer = setTimeout(() => finish({ kind: 'failed', code: 'ETIMEDOUT' }), timeoutMs);
    const onAbort = (): void => finish({ kind: 'failed', code: 'ABORT_ERR' });
    const onError = (error: Error): void => finish({ kind: 'failed', code: codeOf(error) ?? 'ECONNREFUSED' });
    signal.addEventListener('abort', onAbort);
    socket.once('connect', () => finish({ kind: 'connected', socket }));
    socket.once('error', onError);

    function finish(outcome: TcpOutcome): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      if (outcome.kind === 'failed') {
        socket.on('error', () => undefined);
        socket.destroy();
      } else {
        tune(socket);
      }
      resolve(outcome);
    }
  });
}

/**
 * Settings that every relayed connection needs. Without TCP_NODELAY, Nagle's algorithm and delayed acknowledgements
 * hold small writes back for 40 ms.
 */
export function tune(socket: Socket): void {
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
}
