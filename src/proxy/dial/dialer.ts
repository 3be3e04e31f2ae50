import { lookup } from 'node:dns/promises';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { SocksClient } from 'socks';
import { codeOf } from '../../text/unknown-error.js';
import type { Destination } from '../destination.js';
import { handshake } from '../handshake.js';
import type { AddressRefusal } from '../reach/address-rules.js';
import type { Reach, VettedAddress } from '../reach/reach.js';
import { connectThroughHttp } from './http-connect.js';
import { inTime } from './in-time.js';
import { socksFailure } from './socks-failure.js';
import { connectTcp } from './tcp.js';
import type { UpstreamProxy } from './upstream-proxy.js';

/** What became of an attempt to reach a destination. */
export type DialOutcome =
  | { readonly kind: 'connected'; readonly socket: Socket }
  /** Law 5: not a place that a container may be taken to. */
  | { readonly kind: 'refused'; readonly reason: AddressRefusal; readonly address: string }
  /** The system's code: `ENOTFOUND`, `ECONNREFUSED`, `ETIMEDOUT` ... */
  | { readonly kind: 'failed'; readonly code: string }
  /** The upstream proxy answered with something other than 2xx. The client gets that answer as it is. */
  | { readonly kind: 'answered'; readonly head: Uint8Array; readonly socket: Duplex };

export interface DialOptions {
  /** The agent group that it is for. */
  readonly agent: string;
  /** Time for name resolution, TCP and the upstream proxy's answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Gives up when the client is gone. */
  readonly signal: AbortSignal;
}

/** Opens connections to destinations: directly to a vetted address, or through an upstream proxy. */
export class Dialer {
  readonly #reach: Reach;
  readonly #trust: () => SecureContext;

  /** @param trust Certificate authorities for `https` upstream proxies. */
  constructor(reach: Reach, trust: () => SecureContext) {
    this.#reach = reach;
    this.#trust = trust;
  }

  /** A byte stream to the destination itself, through a tunnel where there is an upstream proxy. */
  async dial(
    destination: Destination,
    upstream: UpstreamProxy | undefined,
    options: DialOptions,
  ): Promise<DialOutcome> {
    if (upstream === undefined) {
      const outcome = await inTime(
        (unwanted) => this.#reach.resolve(destination, { agent: options.agent, signal: unwanted }),
        options,
      );
      if (outcome.kind === 'refused' || outcome.kind === 'failed') return outcome;
      if (outcome.kind === 'unresolved') return { kind: 'failed', code: outcome.code };
      return connectTcp(outcome.addresses, destination.port, options.timeoutMs, options.signal);
    }
    const refusal = this.#reach.checkUnresolved(destination);
    if (refusal !== undefined) return refusal;
    if (upstream.protocol === 'socks4' || upstream.protocol === 'socks5') {
      const proxy = await dialProxy(upstream, options);
      return proxy.kind === 'connected' ? connectThroughSocks(proxy.socket, destination, upstream, options) : proxy;
    }
    const proxy = await this.#dialHttpProxy(upstream, options);
    if (proxy.kind !== 'connected') return proxy;
    return connectThroughHttp(proxy.socket, destination, upstream, options);
  }

  /** A byte stream to an HTTP proxy that will be asked for `destination` in absolute form. */
  async dialForward(destination: Destination, upstream: UpstreamProxy, options: DialOptions): Promise<DialOutcome> {
    return this.#reach.checkUnresolved(destination) ?? (await this.#dialHttpProxy(upstream, options));
  }

  async #dialHttpProxy(
    upstream: UpstreamProxy,
    options: DialOptions,
  ): Promise<Extract<DialOutcome, { kind: 'connected' | 'failed' }>> {
    const outcome = await dialProxy(upstream, options);
    if (outcome.kind === 'failed' || upstream.protocol !== 'https') return outcome;
    return this.#secure(outcome.socket, upstream, options);
  }

  async #secure(
    raw: Socket,
    upstream: UpstreamProxy,
    { timeoutMs, signal }: DialOptions,
  ): Promise<Extract<DialOutcome, { kind: 'connected' | 'failed' }>> {
    const socket = connectTls({
      socket: raw,
      secureContext: this.#trust(),
      ALPNProtocols: ['http/1.1'],
      ...(/[a-z]/i.test(upstream.host) ? { servername: upstream.host } : { host: upstream.host }),
    });
    // As of every connection to a server: the option is not passed on to a socket that is there already.
    socket.allowHalfOpen = true;
    // Node can reset TCP alone, and throws at whoever asks it of TLS.
    socket.resetAndDestroy = () => {
      raw.resetAndDestroy();
      return socket.destroy();
    };
    const failure = await handshake(socket, timeoutMs, signal);
    return failure === undefined ? { kind: 'connected', socket } : { kind: 'failed', code: failure };
  }
}

/** TCP to an upstream proxy. The operator named it, so its address is not vetted. */
async function dialProxy(
  upstream: UpstreamProxy,
  options: DialOptions,
): Promise<Extract<DialOutcome, { kind: 'connected' | 'failed' }>> {
  const found = await inTime(() => addressesOf(upstream), options);
  if (found.kind === 'failed') return found;
  return connectTcp(found.addresses, upstream.port, options.timeoutMs, options.signal);
}

/** The addresses of an upstream proxy. */
async function addressesOf({
  host,
}: UpstreamProxy): Promise<
  | { readonly kind: 'found'; readonly addresses: readonly VettedAddress[] }
  | { readonly kind: 'failed'; readonly code: string }
> {
  try {
    const found = await lookup(host, { all: true, verbatim: true });
    return {
      kind: 'found',
      addresses: found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })),
    };
  } catch (error) {
    return { kind: 'failed', code: codeOf(error) ?? 'ENOTFOUND' };
  }
}

/**
 * Asks a SOCKS proxy for a tunnel over a socket that is connected to it: one of the package's own could not be given up when
 * the client is gone.
 */
async function connectThroughSocks(
  socket: Socket,
  destination: Destination,
  upstream: UpstreamProxy,
  { timeoutMs, signal }: DialOptions,
): Promise<DialOutcome> {
  const onAbort = (): void => void socket.destroy();
  signal.addEventListener('abort', onAbort);
  // One that ends before it has answered is closed, and the package told so: it does not listen for the end alone.
  socket.allowHalfOpen = false;
  try {
    await SocksClient.createConnection({
      proxy: {
        host: upstream.host,
        port: upstream.port,
        type: upstream.protocol === 'socks4' ? 4 : 5,
        ...(upstream.username === '' ? {} : { userId: upstream.username, password: upstream.password }),
      },
      command: 'connect',
      destination,
      timeout: timeoutMs,
      existing_socket: socket,
    });
    socket.allowHalfOpen = true;
    await keepFirstWords(socket);
  } catch (error) {
    socket.destroy();
    return { kind: 'failed', code: signal.aborted ? 'ABORT_ERR' : socksFailure(error) };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return signal.aborted ? { kind: 'failed', code: 'ABORT_ERR' } : { kind: 'connected', socket };
}

/**
 * Puts back what a server says at once. The package hands it out, and lets the stream flow, on the turn of the loop after
 * the proxy's answer, when nobody may be there yet to take it.
 */
async function keepFirstWords(socket: Socket): Promise<void> {
  const words: Buffer[] = [];
  const keep = (chunk: Buffer): void => void words.push(chunk);
  const ignoreError = (): void => undefined;
  socket.on('data', keep).on('error', ignoreError);
  await new Promise((resolve) => setImmediate(resolve));
  socket.removeListener('data', keep).removeListener('error', ignoreError);
  socket.pause();
  if (words.length > 0 && !socket.readableEnded) socket.unshift(Buffer.concat(words));
}
