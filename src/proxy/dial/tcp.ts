import { connect, type Socket } from 'node:net';
import { codeOf } from '../../text/unknown-error.js';
import type { VettedAddress } from '../reach/reach.js';

/** A TCP connection, or the system's code for why there is none (`ETIMEDOUT` when `timeoutMs` ran out). */
export type TcpOutcome =
  { readonly kind: 'connected'; readonly socket: Socket } | { readonly kind: 'failed'; readonly code: string };

/** Idle time before TCP keep-alive probes start: below the 350 s at which common NAT gateways forget a flow. */
const KEEP_ALIVE_MS = 60_000;

/** How long an attempt is alone before the next address is tried beside it, in milliseconds (RFC 8305 §5). */
const ATTEMPT_DELAY_MS = 250;

/**
 * Connects to the first of the addresses that answers (RFC 8305). An attempt goes on while others begin: Node's own gives
 * up an address after a quarter of a second, so that a far server, or one whose first packet was lost, is not reached
 * where IPv6 leads nowhere.
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
    const untried = alternating(addresses);
    const attempts = new Set<Socket>();
    let failure: string | undefined;
    let next: NodeJS.Timeout | undefined;
    const timer = setTimeout(() => finish({ kind: 'failed', code: 'ETIMEDOUT' }), timeoutMs);
    const onAbort = (): void => finish({ kind: 'failed', code: 'ABORT_ERR' });
    signal.addEventListener('abort', onAbort);
    attempt();

    function attempt(): void {
      clearTimeout(next);
      const address = untried.shift();
      if (address === undefined) {
        if (attempts.size === 0) finish({ kind: 'failed', code: failure ?? 'ECONNREFUSED' });
        return;
      }
      const socket = connect({ host: address.address, port, allowHalfOpen: true });
      attempts.add(socket);
      socket.once('connect', () => finish({ kind: 'connected', socket }));
      socket.on('error', (error) => {
        if (!attempts.delete(socket)) return;
        failure ??= codeOf(error);
        attempt();
      });
      if (untried.length > 0) next = setTimeout(attempt, ATTEMPT_DELAY_MS);
    }

    function finish(outcome: TcpOutcome): void {
      clearTimeout(timer);
      clearTimeout(next);
      signal.removeEventListener('abort', onAbort);
      const won = outcome.kind === 'connected' ? outcome.socket : undefined;
      for (const socket of attempts) if (socket !== won) socket.destroy();
      attempts.clear();
      won?.removeAllListeners('error');
      if (won !== undefined) tune(won);
      resolve(outcome);
    }
  });
}

/** The families in turn, so that one that leads nowhere costs one delay (RFC 8305 §4). */
function alternating(addresses: readonly VettedAddress[]): VettedAddress[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family);
  const other = addresses.filter(({ family }) => family !== addresses[0]?.family);
  return first.flatMap((address, i) => [address, ...other.slice(i, i + 1)]).concat(other.slice(first.length));
}

/**
 * Settings that every relayed connection needs. Without TCP_NODELAY, Nagle's algorithm and delayed acknowledgements
 * hold small writes back for 40 ms.
 */
export function tune(socket: Socket): void {
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
}
