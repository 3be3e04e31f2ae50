import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';

/** A TCP server that says exactly what a test wants and remembers exactly what it heard. */
export interface RawOrigin {
  readonly port: number;
  /** All bytes heard, per connection in the order of connections. */
  readonly heard: Buffer[];
  close(): Promise<void>;
}

/**
 * @param onData Called with each read and everything heard so far on the connection.
 * @param tls A certificate, for an origin that speaks inside of TLS.
 */
export async function startRawOrigin(
  onData: (socket: Socket, heard: Buffer) => void,
  tls?: { readonly cert: string; readonly key: string },
): Promise<RawOrigin> {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    const index = heard.push(Buffer.alloc(0)) - 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      heard[index] = Buffer.concat([heard[index]!, chunk]);
      onData(socket, heard[index]);
    });
    socket.on('end', () => socket.end());
  };
  const server = tls ? createTls({ ...tls, allowHalfOpen: true }, serve) : createServer({ allowHalfOpen: true }, serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A client that writes bytes and collects what comes back. */
export class RawClient {
  readonly socket: Socket;
  received = Buffer.alloc(0);
  ended = false;
  error: string | undefined;
  closed = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk: Buffer) => (this.received = Buffer.concat([this.received, chunk])));
    this.socket.on('end', () => (this.ended = true));
    this.socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code));
    this.socket.on('close', () => (this.closed = true));
  }

  write(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  get text(): string {
    return this.received.toString('latin1');
  }

  /** Waits until a condition on this client holds; fails after five seconds, saying what was received. */
  async until(condition: (client: this) => boolean): Promise<void> {
    const end = performance.now() + 5_000;
    while (!condition(this)) {
      if (performance.now() > end) throw new Error(`not reached; received: ${JSON.stringify(this.text.slice(0, 500))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The value of `Proxy-Authorization` for a proxy URL. */
export function basicOf(proxyUrl: string): string {
  const { username, password } = new URL(proxyUrl);
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
