import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tune } from '../dial/tcp.js';
import { PlainHttpSession } from '../plain-http/session.js';
import type { ProxyContext } from '../proxy-context.js';
import { ConnectServer } from './connect-server.js';
import { sourceOf } from './source.js';

const CONNECT = Buffer.from('CONNECT ', 'latin1');

/** The part of all connections that is kept free of those who have not said yet what they want. */
const KEPT_FREE = 1 / 8;

/**
 * Where clients come in. The first bytes of a connection decide who handles it: CONNECT goes to proxy-chain, requests
 * in absolute form to our own forwarder, because proxy-chain's changes what it forwards.
 */
export class FrontDoor {
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  /** Those whose first request is not complete, in the order in which they came. */
  readonly #unheard = new Set<Socket>();

  private constructor(server: Server, context: ProxyContext) {
    this.#server = server;
    const connectServer = new ConnectServer(context);
    server.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      this.#unheard.add(socket);
      socket.on('close', () => {
        this.#connections.delete(socket);
        this.#unheard.delete(socket);
      });
      this.#makeRoom(context);
      receive(socket, connectServer, context, () => this.#unheard.delete(socket));
    });
    server.on('drop', () => context.report({ kind: 'connection-limit', agent: undefined }));
  }

  /** @throws the system's error (`EADDRINUSE`, `EACCES` ...) when the address cannot be listened on. */
  static async listen(context: ProxyContext, host: string, port: number): Promise<FrontDoor> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    server.maxConnections = context.limits.connections;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
    return new FrontDoor(server, context);
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Lets the number of connections in all follow the limits, when those have changed. */
  applyLimits({ connections }: ProxyContext['limits']): void {
    this.#server.maxConnections = connections;
  }

  /**
   * Lets the one go that has been silent the longest, when there are nearly as many as there may be: without a credential,
   * one container could hold every place otherwise and keep all others out.
   */
  #makeRoom(context: ProxyContext): void {
    const { connections } = context.limits;
    const mayBe = connections - Math.floor(connections * KEPT_FREE);
    if (this.#connections.size <= mayBe || this.#unheard.size < 2) return;
    const [oldest] = this.#unheard;
    if (oldest === undefined) return;
    // At once: more may come before it has closed.
    this.#unheard.delete(oldest);
    oldest.destroy();
    context.report({ kind: 'connection-limit', agent: undefined });
  }

  /** Stops accepting, lets what is running finish for at most `graceMs`, then cuts what is left. */
  async close(graceMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cut = setTimeout(() => {
        for (const socket of this.#connections) socket.destroy();
      }, graceMs);
      this.#server.close(() => {
        clearTimeout(cut);
        resolve();
      });
    });
  }
}

/**
 * Waits for the first bytes and hands the connection on with them put back.
 *
 * @param onHeard Called when the first request is complete.
 */
function receive(socket: Socket, connectServer: ConnectServer, context: ProxyContext, onHeard: () => void): void {
  tune(socket);
  let received: Buffer = Buffer.alloc(0);
  // One deadline for the whole first request: a client that trickles bytes does not extend it.
  const deadline = setTimeout(() => {
    context.report({ kind: 'malformed-request', source: sourceOf(socket), reason: 'no request in time' });
    socket.destroy();
  }, context.limits.handshakeTimeoutMs);
  const onError = (): void => undefined;
  socket.on('error', onError);
  const onClose = (): void => clearTimeout(deadline);
  socket.on('close', onClose);
  socket.on('data', onData);
  socket.once('end', onEnd);
  socket.resume();

  function onEnd(): void {
    socket.destroy();
  }

  function onData(chunk: Buffer): void {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const compared = Math.min(received.length, CONNECT.length);
    const isConnect = received.subarray(0, compared).equals(CONNECT.subarray(0, compared));
    if (isConnect && compared < CONNECT.length) return;
    socket.removeListener('data', onData);
    socket.removeListener('end', onEnd);
    socket.pause();
    socket.unshift(received);
    const started = (): void => {
      clearTimeout(deadline);
      socket.removeListener('close', onClose);
      onHeard();
    };
    if (isConnect) connectServer.take(socket, started);
    else new PlainHttpSession(socket, context, started);
    setImmediate(() => socket.removeListener('error', onError));
  }
}
