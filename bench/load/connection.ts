import { connect, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import type { Route } from './job.js';
import { messageOf } from '../../src/text/unknown-error.js';

/** What a connection tells whoever opened it. */
export interface ConnectionListener {
  readonly onBytes: (bytes: Buffer) => void;
  /** The connection failed, or ended while it was in use. */
  readonly onFailure: (reason: string) => void;
}

export interface OpenOptions {
  /** Checks that the certificate is signed by the authority, and nothing else of it: costs a fraction. */
  readonly lean?: boolean;
  /** TLS session to resume. */
  readonly session?: Buffer | undefined;
  readonly onSession?: (session: Buffer) => void;
}

/** A connection to the origin, directly or through a contestant, ready for requests. */
export class Connection {
  readonly #socket: Socket;
  readonly #listener: ConnectionListener;
  #closing = false;
  /** Bytes in both directions, TLS not counted. */
  streamBytes = 0;

  private constructor(socket: Socket, listener: ConnectionListener) {
    this.#socket = socket;
    this.#listener = listener;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.#fail(error.message));
    socket.on('close', () => this.#fail('the connection closed'));
  }

  /** @throws Error when the contestant refuses, or its certificate is not signed by the expected authority. */
  static async open(route: Route, listener: ConnectionListener, options: OpenOptions = {}): Promise<Connection> {
    const raw = connect(route.dial);
    raw.setNoDelay(true);
    await connected(raw, 'connect');
    if (route.via === 'connect') await tunnel(raw, route);
    if (route.tlsAuthority === undefined) return new Connection(raw, listener);
    const secure = options.lean === true ? secureLean : secureInFull;
    return new Connection(await secure(raw, route.origin.host, contextFor(route.tlsAuthority), options), listener);
  }

  get resumed(): boolean {
    return this.#socket instanceof TLSSocket && this.#socket.isSessionReused();
  }

  write(bytes: Buffer): void {
    this.streamBytes += bytes.length;
    this.#socket.write(bytes);
  }

  /** Ends in order; what still comes does not matter. */
  close(): void {
    this.#closing = true;
    this.#socket.destroySoon();
  }

  #receive(bytes: Buffer): void {
    if (this.#closing) return;
    this.streamBytes += bytes.length;
    try {
      this.#listener.onBytes(bytes);
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  #fail(reason: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#socket.destroy();
    this.#listener.onFailure(reason);
  }
}

const contexts = new Map<string, SecureContext>();

function contextFor(authority: string): SecureContext {
  let context = contexts.get(authority);
  if (context === undefined) {
    context = createSecureContext({ ca: authority });
    contexts.set(authority, context);
  }
  return context;
}

async function secureInFull(
  raw: Socket,
  servername: string,
  secureContext: SecureContext,
  { session, onSession }: OpenOptions,
): Promise<TLSSocket> {
  const socket = connectTls({
    socket: raw,
    servername,
    ALPNProtocols: ['http/1.1'],
    secureContext,
    ...(session === undefined ? {} : { session }),
  });
  if (onSession !== undefined) socket.on('session', onSession);
  await connected(socket, 'secureConnect');
  return socket;
}

/** What `new TLSSocket` has and its types do not say. */
interface ClientSocket extends TLSSocket {
  _start(): void;
  setServername(name: string): void;
  readonly ssl: { verifyError(): Error | null };
}

/**
 * The same handshake on the wire. `tls.connect` also turns the whole certificate chain into objects for its check of
 * names, which makes the load generator twice as expensive as what it measures.
 */
async function secureLean(
  raw: Socket,
  servername: string,
  secureContext: SecureContext,
  { session, onSession }: OpenOptions,
): Promise<TLSSocket> {
  const socket = new TLSSocket(raw, {
    secureContext,
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    ...(session === undefined ? {} : { session }),
  }) as ClientSocket;
  socket.setServername(servername);
  if (onSession !== undefined) socket.on('session', onSession);
  socket._start();
  await connected(socket, 'secure');
  const error = socket.ssl.verifyError();
  if (error !== null) throw error;
  return socket;
}

function connected(socket: Socket, event: 'connect' | 'secureConnect' | 'secure'): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = (): void => reject(new Error(`closed before ${event}`));
    socket.once('error', reject);
    socket.once('close', onClose);
    socket.once(event, () => {
      socket.removeListener('error', reject);
      socket.removeListener('close', onClose);
      resolve();
    });
  });
}

async function tunnel(socket: Socket, { origin, authorization }: Route): Promise<void> {
  const authority = `${origin.host}:${origin.port}`;
  const credentials = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`, 'latin1');
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const onClose = (): void => reject(new Error('closed instead of an answer to CONNECT'));
    socket.on('error', reject);
    socket.on('close', onClose);
    socket.on('data', onData);
    function onData(chunk: Buffer): void {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      socket.removeListener('error', reject);
      socket.removeListener('close', onClose);
      socket.removeListener('data', onData);
      resolve(text);
    }
  });
  if (!/^HTTP\/1\.[01] 200 /.test(answer) || !answer.endsWith('\r\n\r\n')) {
    throw new Error(`the answer to CONNECT is ${JSON.stringify(answer.slice(0, 200))}`);
  }
}
