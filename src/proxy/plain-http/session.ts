import type { Socket } from 'node:net';
import { Http1Framer } from '../../wire/http1/framer.js';
import { headerValue, type MessageHead, type RequestHead } from '../../wire/http1/head.js';
import type { BodyLength } from '../../wire/http1/body-length.js';
import { parseBasicCredentials } from '../access.js';
import { authorityOf } from '../destination.js';
import type { UpstreamProxy } from '../dial/upstream-proxy.js';
import { sourceOf } from '../front-door/source.js';
import { cutSoon } from '../linger.js';
import { tellUnreached, type Client, type ProxyContext } from '../proxy-context.js';
import { agentLimit, dialRefusal, reachRefusal, refusalResponse, type Refusal } from '../refusal.js';
import { Exchange } from './exchange.js';
import { absoluteTarget, rewriteHead, type AbsoluteTarget } from './request-rewrite.js';

/** The first byte of a connection in TLS (RFC 8446 §5.1, a handshake record). No request begins with it. */
const TLS_HANDSHAKE = 22;

/** What the client sent, in order; a head may have to wait for its connection. */
type Step =
  | { readonly kind: 'head'; readonly head: RequestHead; readonly length: BodyLength }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  | { readonly kind: 'end' };

/**
 * One client connection with requests in absolute form.
 *
 *     Client -> Guardian (GET http://host/path) -> server (GET /path)
 *
 * Only request heads are written anew; bodies, and everything that comes back, are relayed as the bytes that they
 * are, so chunking, trailers, 1xx, Expect, Upgrade and early answers work because nobody touches them.
 */
export class PlainHttpSession {
  readonly #client: Socket;
  readonly #context: ProxyContext;
  readonly #requests: Http1Framer;
  readonly #steps: Step[] = [];
  #started: (() => void) | undefined;
  #working = false;
  #closed = false;
  #exchange: Exchange | undefined;
  /** Running while part of a head has arrived. */
  #headDeadline: NodeJS.Timeout | undefined;

  /** @param started Called when the first request head is complete. */
  constructor(client: Socket, context: ProxyContext, started: () => void) {
    this.#client = client;
    this.#context = context;
    this.#started = started;
    this.#requests = new Http1Framer({
      head: (head, length) => this.#onHead(head, length),
      raw: (bytes) => this.#push({ kind: 'bytes', bytes }),
      data: () => undefined,
      end: () => undefined,
      upgraded: () => undefined,
      broken: (reason) => this.#onBroken(reason),
    });
    client.setTimeout(context.limits.idleTimeoutMs, () => this.#destroy());
    client.on('data', (chunk: Buffer) => this.#onData(chunk));
    client.on('end', () => this.#push({ kind: 'end' }));
    client.on('drain', () => this.#exchange?.resume());
    client.on('error', () => this.#exchange?.reset());
    client.once('close', () => {
      this.#closed = true;
      clearTimeout(this.#headDeadline);
      this.#exchange?.clientGone();
    });
    client.resume();
  }

  #onData(chunk: Buffer): void {
    if (this.#exchange?.upgraded === true) {
      this.#push({ kind: 'bytes', bytes: chunk });
      return;
    }
    // It would wait for our hello, and we for the end of a line, until the time for a head is over.
    if (this.#started !== undefined && !this.#requests.insideHead && chunk[0] === TLS_HANDSHAKE) {
      this.#onBroken('TLS with the proxy itself, whose URL begins with http://');
      return;
    }
    this.#requests.feed(chunk);
    if (this.#requests.insideHead) {
      this.#headDeadline ??= this.#startHeadDeadline();
    } else if (this.#headDeadline !== undefined) {
      clearTimeout(this.#headDeadline);
      this.#headDeadline = undefined;
    }
  }

  /** A head that was begun has to be completed in time; time in which we do not read is not the client's. */
  #startHeadDeadline(): NodeJS.Timeout {
    return setTimeout(() => {
      if (this.#working || this.#client.isPaused()) {
        this.#headDeadline = this.#startHeadDeadline();
        return;
      }
      const reason = 'no complete request in time';
      this.#context.report({ kind: 'malformed-request', source: sourceOf(this.#client), reason });
      this.#destroy();
    }, this.#context.limits.handshakeTimeoutMs);
  }

  #onHead(head: MessageHead, length: BodyLength): void {
    this.#started?.();
    this.#started = undefined;
    if (head.kind !== 'request') return;
    if (length.kind === 'ambiguous') return;
    this.#push({ kind: 'head', head, length });
  }

  #onBroken(reason: string): void {
    this.#context.report({ kind: 'malformed-request', source: sourceOf(this.#client), reason });
    this.#push({ kind: 'refuse', refusal: { status: 400, saying: { code: 'proxy.malformed', args: { reason } } } });
  }

  #push(step: Step): void {
    this.#steps.push(step);
    if (this.#working) {
      this.#client.pause();
      return;
    }
    this.#working = true;
    void this.#work();
  }

  /** Takes the steps one after the other; while one waits, the client is paused, so that little piles up. */
  async #work(): Promise<void> {
    for (let step = this.#steps.shift(); step !== undefined && !this.#closed; step = this.#steps.shift()) {
      switch (step.kind) {
        case 'head':
          await this.#forwardHead(step.head);
          break;
        case 'bytes':
          if (this.#exchange?.write(step.bytes) === false) this.#client.pause();
          break;
        case 'refuse':
          await this.#exchange?.answered();
          this.#refuse(step.refusal);
          break;
        case 'end':
          if (this.#exchange === undefined) this.#client.end();
          else this.#exchange.end();
      }
    }
    this.#working = false;
    if (this.#exchange?.writable !== false) this.#client.resume();
  }

  async #forwardHead(head: RequestHead): Promise<void> {
    const target = absoluteTarget(head.target);
    if (target.kind !== 'http') {
      this.#refuse({
        status: 400,
        saying:
          target.kind === 'not-absolute'
            ? { code: 'proxy.not_absolute', args: {} }
            : { code: 'proxy.other_scheme', args: {} },
      });
      return;
    }
    const client = this.#authenticate(head);
    if (client === undefined) {
      this.#refuse({ status: 407, saying: { code: 'proxy.credentials', args: {} } });
      return;
    }
    if (!this.#context.agentConnections.take(client.agent, this.#client)) {
      this.#context.report({ kind: 'connection-limit', agent: client.agent });
      this.#refuse(agentLimit(this.#context.limits.connectionsPerAgent));
      return;
    }
    const upstream = this.#context.access.upstreamFor(client.agent);
    const throughProxy = upstream?.protocol === 'http' || upstream?.protocol === 'https' ? upstream : undefined;
    const exchange = await this.#exchangeFor(client, target, upstream);
    exchange?.request(head.method, rewriteHead(head, target, throughProxy));
  }

  #authenticate(head: RequestHead): Client | undefined {
    const credentials = parseBasicCredentials(headerValue(head.headers, 'proxy-authorization'));
    const outcome = this.#context.access.authenticate(credentials?.username ?? '', credentials?.password ?? '');
    const source = sourceOf(this.#client);
    if (outcome.kind === 'agent') return { agent: outcome.agent, source };
    this.#context.report({ kind: 'authentication-failed', source });
    return undefined;
  }

  /** The connection for a request: the one that is open if it leads there, otherwise a new one after its last answer. */
  async #exchangeFor(
    client: Client,
    target: Extract<AbsoluteTarget, { kind: 'http' }>,
    upstream: UpstreamProxy | undefined,
  ): Promise<Exchange | undefined> {
    // A head that was written for one upstream proxy holds its credential, which no other may be sent.
    const key = `${client.agent} ${upstream?.url ?? ''} ${authorityOf(target.destination)}`;
    if (this.#exchange?.key === key && this.#exchange.writable) return this.#exchange;
    await this.#exchange?.answered();
    this.#exchange?.retire();
    this.#exchange = undefined;

    const { agent } = client;
    const { destination } = target;
    const gone = new AbortController();
    const onClose = (): void => gone.abort();
    this.#client.once('close', onClose);
    const outcome = await Exchange.open(this.#context, client, this.#client, destination, upstream, gone.signal, key);
    this.#client.removeListener('close', onClose);
    if (outcome.kind !== 'opened') tellUnreached(this.#context, client, destination);
    switch (outcome.kind) {
      case 'opened':
        this.#exchange = outcome.exchange;
        return outcome.exchange;
      case 'refused':
        this.#context.report({ kind: 'destination-refused', agent, destination, reason: outcome.reason });
        this.#refuse(reachRefusal(outcome.reason, destination));
        return undefined;
      case 'failed':
        this.#context.report({ kind: 'dial-failed', agent, destination, code: outcome.code });
        this.#refuse(dialRefusal(outcome.code, destination));
        return undefined;
    }
  }

  /** Answers in our own name and ends the connection; what the client still sends is read and thrown away. */
  #refuse(refusal: Refusal): void {
    this.#closed = true;
    this.#steps.length = 0;
    this.#exchange?.retire();
    this.#client.removeAllListeners('data');
    this.#client.on('data', () => undefined);
    this.#client.end(refusalResponse(refusal), 'utf8');
    cutSoon(this.#client);
    this.#client.resume();
  }

  #destroy(): void {
    this.#client.destroy();
    this.#exchange?.clientGone();
  }
}
