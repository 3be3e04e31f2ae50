import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { RequestError, Server } from 'proxy-chain';
import { messageOf } from '../../text/unknown-error.js';
import { parseBasicCredentials } from '../access.js';
import { parseAuthority, type Destination } from '../destination.js';
import type { DialOutcome } from '../dial/dialer.js';
import { displayUpstream, parseUpstreamProxy } from '../dial/upstream-proxy.js';
import { isTrustCheck } from '../inspect/trust-check.js';
import { cutSoon } from '../linger.js';
import { tellUnreached, type Client, type ProxyContext } from '../proxy-context.js';
import { agentLimit, dialRefusal, reachRefusal, refusalHeaders, refusalText, type Refusal } from '../refusal.js';
import { passAnswer } from './pass-answer.js';
import { watchSilentClient } from './silent-client.js';
import { sourceOf } from './source.js';
import { runTunnel } from './tunnel.js';

/** For sockets that nobody listens to at the moment: an error must not end the process. It holds on to nothing. */
const ignoreError = (): void => undefined;

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';

/**
 * CONNECT, by proxy-chain: it parses the request, checks the credential with each one, asks for the agent's upstream
 * proxy and answers failures. What it does after that is replaced here, for three reasons measured on version 3.0.1:
 * it answers 200 before the destination is reached, so that a failed dial looks like a broken server; its tunnels lack
 * TCP_NODELAY; and it would dial whatever a name resolves to.
 *
 *     Client -> Guardian (CONNECT) -> [upstream proxy (CONNECT)] -> destination
 */
export class ConnectServer extends Server {
  readonly #context: ProxyContext;
  /** Clients by the socket of the request that is being prepared; proxy-chain has no field of ours to carry them. */
  readonly #clients = new WeakMap<Socket, Client>();
  readonly #started = new WeakMap<Socket, () => void>();

  constructor(context: ProxyContext) {
    super({
      authRealm: 'traffic-guardian',
      prepareRequestFunction: ({ request, username, password }) => {
        const source = sourceOf(request.socket);
        const outcome = context.access.authenticate(username, password);
        if (outcome.kind === 'unknown') throw this.#unauthenticated(source);
        if (!context.agentConnections.take(outcome.agent, request.socket)) {
          context.report({ kind: 'connection-limit', agent: outcome.agent });
          throw requestError(agentLimit(context.limits.connectionsPerAgent));
        }
        this.#clients.set(request.socket, { agent: outcome.agent, source });
        const upstream = context.access.upstreamFor(outcome.agent);
        return upstream === undefined ? {} : { upstreamProxyUrl: upstream.url };
      },
    });
    this.#context = context;
  }

  /**
   * Takes over a connection whose first request is CONNECT.
   *
   * @param started Called when the request is complete.
   */
  take(socket: Socket, started: () => void): void {
    this.#started.set(socket, started);
    this.server.emit('connection', socket);
    socket.resume();
  }

  override async onConnect(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    // From here on the socket is ours; an error before the relay has its own listeners must not end the process.
    socket.on('error', ignoreError);
    this.#started.get(socket)?.();
    this.#started.delete(socket);
    try {
      await this.#connect(request, socket, head);
    } catch (error) {
      if (!(error instanceof RequestError)) {
        this.#context.report({ kind: 'malformed-request', source: sourceOf(socket), reason: messageOf(error) });
      }
      this.failRequest(request, error instanceof Error ? error : new Error(messageOf(error)));
      cutSoon(socket);
    }
  }

  async #connect(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    // proxy-chain calls other schemes, and what is not of their form, a bad request: no challenge, and nobody is told.
    const credential = request.headers['proxy-authorization'];
    if (credential !== undefined && parseBasicCredentials(credential) === undefined) {
      throw this.#unauthenticated(sourceOf(socket));
    }
    const prepared = await this.prepareRequestHandling(request);
    const client = this.#clients.get(socket);
    const destination = parseAuthority(request.url ?? '');
    if (client === undefined || destination === undefined) {
      throw requestError({ status: 400, saying: { code: 'proxy.bad_target', args: {} } });
    }
    if (this.#context.inspector !== undefined && isTrustCheck(destination)) {
      socket.write(ESTABLISHED, 'latin1');
      if (head.length > 0) socket.unshift(head);
      await this.#context.inspector.answerTrustCheck(socket, this.#context.limits.handshakeTimeoutMs);
      return;
    }
    const upstream = prepared.upstreamProxyUrlParsed && parseUpstreamProxy(prepared.upstreamProxyUrlParsed.href);
    const gone = new AbortController();
    if (head.length > 0) socket.unshift(head);
    const stopWatching = watchSilentClient(socket, () => gone.abort());
    const outcome = await this.#context.dialer.dial(destination, upstream ?? undefined, {
      agent: client.agent,
      timeoutMs: this.#context.limits.connectTimeoutMs,
      signal: gone.signal,
    });
    stopWatching();
    if (outcome.kind !== 'connected') {
      this.#fail(client, destination, outcome, socket);
      return;
    }
    if (gone.signal.aborted) {
      outcome.socket.destroy();
      socket.destroy();
      return;
    }
    // The relay adds its own listeners a moment later; until then a reset by the server must find one.
    outcome.socket.on('error', ignoreError);
    socket.write(ESTABLISHED, 'latin1');
    await runTunnel(this.#context, {
      client,
      clientSocket: socket,
      serverSocket: outcome.socket,
      destination,
      route: upstream ? displayUpstream(upstream) : 'direct',
    });
  }

  #unauthenticated(source: string): RequestError {
    this.#context.report({ kind: 'authentication-failed', source });
    return requestError({ status: 407, saying: { code: 'proxy.credentials', args: {} } });
  }

  #fail(
    client: Client,
    destination: Destination,
    outcome: Exclude<DialOutcome, { kind: 'connected' }>,
    socket: Socket,
  ): void {
    const { agent } = client;
    tellUnreached(this.#context, client, destination);
    switch (outcome.kind) {
      case 'refused':
        this.#context.report({ kind: 'destination-refused', agent, destination, reason: outcome.reason });
        throw requestError(reachRefusal(outcome.reason, destination));
      case 'failed':
        this.#context.report({ kind: 'dial-failed', agent, destination, code: outcome.code });
        throw requestError(dialRefusal(outcome.code, destination));
      case 'answered':
        passAnswer(outcome.head, outcome.socket, socket);
    }
  }
}

/** A refusal in the form that proxy-chain answers with. */
function requestError(refusal: Refusal): RequestError {
  return new RequestError(refusalText(refusal), refusal.status, refusalHeaders(refusal));
}
