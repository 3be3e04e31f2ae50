import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TestCertificate } from '../../support/certificates.js';

/** A syslog receiver that takes octet-counted frames apart, and ends a connection when its sender has. */
export class SyslogReceiver {
  readonly messages: string[] = [];
  /** What is no frame. */
  readonly wrong: string[] = [];
  connections = 0;
  /** Whether connections are cut after so many bytes, as by a receiver that dies; a number that is used up. */
  dieAfter: number[] = [];
  /** Reads nothing and says nothing. */
  hangs = false;
  port = 0;
  readonly #sockets = new Set<Socket>();
  readonly #tls: (TestCertificate & { readonly ca?: string }) | undefined;
  #server: Server | undefined;

  constructor(tls?: TestCertificate & { readonly ca?: string }) {
    this.#tls = tls;
  }

  async listen(): Promise<void> {
    const take = (socket: Socket): void => this.#take(socket);
    const tls = this.#tls;
    const asks = tls?.ca !== undefined;
    const server =
      tls === undefined
        ? createServer({ allowHalfOpen: true }, take)
        : createTlsServer({ ...tls, requestCert: asks, rejectUnauthorized: asks }, take);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    this.#server = undefined;
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  }

  #take(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    if (this.hangs) {
      socket.pause();
      return;
    }
    const dieAfter = this.dieAfter.shift() ?? Infinity;
    let waiting: Buffer = Buffer.alloc(0);
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      waiting = Buffer.concat([waiting, chunk]);
      if (received >= dieAfter) socket.resetAndDestroy();
      else waiting = this.#frames(waiting);
    });
    socket.on('end', () => {
      if (waiting.length > 0) this.wrong.push(waiting.toString());
      socket.end();
    });
  }

  #frames(bytes: Buffer): Buffer {
    for (let rest = bytes; ;) {
      const space = rest.indexOf(' ');
      if (space === -1) return rest;
      const length = Number(rest.toString('latin1', 0, space));
      if (!/^[1-9]\d*$/.test(rest.toString('latin1', 0, space))) this.wrong.push(rest.toString());
      if (rest.length < space + 1 + length) return rest;
      this.messages.push(rest.toString('utf8', space + 1, space + 1 + length));
      rest = rest.subarray(space + 1 + length);
    }
  }
}
