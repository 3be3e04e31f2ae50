import type { Socket } from 'node:net';
import { Http1Framer } from '../../wire/http1/framer.js';
import type { Destination } from '../destination.js';
import type { DialOutcome } from '../dial/dialer.js';
import type { UpstreamProxy } from '../dial/upstream-proxy.js';
import { hearOut } from '../last-words.js';
import { cutSoon } from '../linger.js';
import { startFlow, type Client, type ProxyContext, type RunningFlow } from '../proxy-context.js';
import { isBeingReset, resetBehind } from '../pump.js';

/** A connection for plain requests, or why there is none. */
export type ExchangeOutcome =
  { readonly kind: 'opened'; readonly exchange: Exchange } | Extract<DialOutcome, { kind: 'refused' | 'failed' }>;

/**
 * One connection to a server (or to an HTTP proxy behind us) for the plain requests of one client connection. Answers
 * go to the client as they come; they are only watched, to know when a connection may be left for another.
 */
export class Exchange {
  readonly key: string;
  /** After a 101 both directions are bytes of another protocol. */
  upgraded = false;
  readonly #server: Socket;
  readonly #client: Socket;
  readonly #flow: RunningFlow;
  readonly #answers: Http1Framer;
  readonly #methods: string[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #counts = { outbound: 0, inbound: 0 };
  readonly #isDeaf: () => boolean;
  #retired = false;

  /** Connects to where requests for `destination` are sent; the address is checked unless a proxy stands behind us. */
  static async open(
    context: ProxyContext,
    client: Client,
    clientSocket: Socket,
    destination: Destination,
    upstream: UpstreamProxy | undefined,
    signal: AbortSignal,
    key: string,
  ): Promise<ExchangeOutcome> {
    const options = { agent: client.agent, timeoutMs: context.limits.connectTimeoutMs, signal };
    const throughProxy = upstream?.protocol === 'http' || upstream?.protocol === 'https';
    const outcome = throughProxy
      ? await context.dialer.dialForward(destination, upstream, options)
      : await context.dialer.dial(destination, upstream, options);
    if (outcome.kind === 'answered') return { kind: 'failed', code: 'EPROTO' };
    if (outcome.kind !== 'connected') return outcome;
    const flow = startFlow(context, client, destination, 'observed');
    return { kind: 'opened', exchange: new Exchange(outcome.socket, clientSocket, flow, key, context) };
  }

  private constructor(server: Socket, client: Socket, flow: RunningFlow, key: string, context: ProxyContext) {
    this.key = key;
    this.#server = server;
    this.#client = client;
    this.#flow = flow;
    this.#isDeaf = hearOut(server, () => {
      if (server.readableEnded && !this.#retired) cutSoon(client);
    });
    this.#answers = new Http1Framer(
      {
        head: (head) => {
          // 1xx answers are followed by the real one; 101 is itself the last.
          if (head.kind === 'response' && (head.status >= 200 || head.status === 101)) this.#methods.shift();
        },
        raw: () => undefined,
        data: () => undefined,
        end: () => this.#release(),
        upgraded: () => undefined,
        broken: () => this.#methods.splice(0),
      },
      () => this.#methods[0],
    );
    server.setTimeout(context.limits.idleTimeoutMs, () => client.destroy());
    server.on('data', (chunk: Buffer) => this.#onData(chunk));
    server.on('drain', () => client.resume());
    server.on('end', () => this.#onEnd());
    server.on('error', () => this.#cutClient());
    server.once('close', () => {
      flow.tap?.close();
      flow.end(this.#counts);
      this.#release(true);
      this.#endClient();
    });
    server.resume();
  }

  /** False once the server side cannot take (more) bytes now. */
  get writable(): boolean {
    return this.#server.writable && !this.#server.writableNeedDrain && !this.#server.readableEnded;
  }

  /** Sends a request head. */
  request(method: string, head: Uint8Array): void {
    this.#methods.push(method);
    this.write(head);
  }

  /** Sends bytes of the current request, or of the protocol after an upgrade. Returns false when the buffer is full. */
  write(bytes: Uint8Array): boolean {
    this.#counts.outbound += bytes.length;
    const free = this.#server.write(bytes);
    this.#flow.tap?.outbound(bytes);
    return free;
  }

  /** Resolves when every request sent so far has its complete answer, or the connection is over. */
  answered(): Promise<void> {
    if (this.#idle()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The client will send no more. */
  end(): void {
    this.#flow.tap?.outboundEnd();
    this.#server.end();
  }

  /** The client takes bytes again. */
  resume(): void {
    this.#server.resume();
  }

  /** Another connection takes over; this one ends without touching the client. */
  retire(): void {
    this.#retired = true;
    this.#server.destroy();
  }

  /** The client's connection was reset. */
  reset(): void {
    if (!this.#server.destroyed) this.#server.resetAndDestroy();
  }

  /** The client's connection is closed. */
  clientGone(): void {
    this.#server.destroy();
  }

  #onData(chunk: Buffer): void {
    this.#counts.inbound += chunk.length;
    if (!this.#client.write(chunk)) this.#server.pause();
    this.#flow.tap?.inbound(chunk);
    if (this.upgraded) return;
    this.#answers.feed(chunk);
    this.upgraded = this.#answers.upgraded;
  }

  #onEnd(): void {
    this.#flow.tap?.inboundEnd();
    this.#answers.finish();
    if (this.#isDeaf()) this.#cutClient();
    else this.#endClient();
  }

  #endClient(): void {
    if (!this.#retired && !isBeingReset(this.#client) && !this.#client.destroyed) this.#client.end();
  }

  /** A server that failed has not said all: an orderly end would tell the client that it has. */
  #cutClient(): void {
    if (this.#retired || this.#client.destroyed) return;
    resetBehind({ stream: this.#client, raw: this.#client });
  }

  #idle(): boolean {
    return this.#server.destroyed || (this.#methods.length === 0 && this.#answers.idle);
  }

  #release(always = false): void {
    if (!always && !this.#idle()) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
