import { createServer, type Server } from 'node:http';

/** A server on loopback that answers every request with the request's own body. */
export interface EchoServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  close(): Promise<void>;
}

/** @param ports Tried in this order; 0 lets the system choose. @returns undefined when none is free. */
export async function startEchoServer(ports: readonly number[]): Promise<EchoServer | undefined> {
  for (const port of ports) {
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      request.pipe(response);
    });
    const bound = await listen(server, port);
    if (bound !== undefined) return { address: `127.0.0.1:${bound}`, close: () => close(server) };
  }
  return undefined;
}

function listen(server: Server, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : undefined);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
