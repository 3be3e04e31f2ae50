import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createAuthority, signerOf, type Authority } from '../../src/proxy/certificates/authority.js';
import { createLeafKey, issueLeaf } from '../../src/proxy/certificates/leaf.js';

/** A real server on loopback that a test owns. */
export interface Origin {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

let shared: Promise<Authority> | undefined;

/** The CA that test origins are signed by; one a test process. */
export function originAuthority(): Promise<Authority> {
  return (shared ??= createAuthority('Test origins', 10));
}

export async function startHttpOrigin(handler: RequestListener): Promise<Origin> {
  return listen(createHttp(handler), 'http');
}

export async function startHttpsOrigin(handler: RequestListener, name = 'localhost'): Promise<Origin> {
  const leaf = await issueLeaf(name, await signerOf(await originAuthority()), await createLeafKey());
  return listen(createHttps({ cert: leaf.certificatePem, key: leaf.privateKeyPem }, handler), 'https');
}

/** An origin that speaks HTTP/2 and, to those who ask for it, HTTP/1.1. */
export async function startHttp2Origin(handler: RequestListener): Promise<Origin> {
  const leaf = await issueLeaf('localhost', await signerOf(await originAuthority()), await createLeafKey());
  const options = { cert: leaf.certificatePem, key: leaf.privateKeyPem, allowHTTP1: true };
  return listen(createSecureServer(options, handler as never) as unknown as Server, 'https');
}

async function listen(server: Server, scheme: string): Promise<Origin> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
