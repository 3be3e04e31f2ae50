import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { createAuthority, signerOf } from '../../src/proxy/certificates/authority.js';
import { createLeafKey, issueLeaf } from '../../src/proxy/certificates/leaf.js';
import { originAuthority } from './origin.js';

/** A gateway that opens TLS with a CA of its own and adds a credential, as those do that keep keys away from agents. */
export interface InterceptingGateway {
  readonly port: number;
  /** PEM. Whoever goes through the gateway has to trust it. */
  readonly caCertificate: string;
  /** `METHOD host:port/path` of what was opened, in order. */
  readonly opened: string[];
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** The password that clients must have, with any name. */
  readonly token: string;
  /** Headers that replace those of the client, by name in small letters. */
  readonly inject: IncomingHttpHeaders;
}

/**
 *     client -> gateway (CONNECT, 407 without the token) == TLS (the gateway's leaf) == gateway == TLS == server
 */
export async function startInterceptingGateway({ token, inject }: GatewayOptions): Promise<InterceptingGateway> {
  const authority = await createAuthority('Test gateway', 10);
  const [signer, key] = [await signerOf(authority), await createLeafKey()];
  const { certificatePem: originCa } = await originAuthority();
  const opened: string[] = [];
  const sockets = new Set<Socket>();
  const destinations = new WeakMap<Socket, string>();

  const inside = createServer((request, response) => {
    const destination = destinations.get(request.socket) ?? '';
    opened.push(`${request.method} ${destination}${request.url}`);
    forward(request, response, destination, { ...request.headers, ...inject }, originCa);
  });
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('connect', (request, client: Socket, head: Buffer) => {
    client.on('error', () => undefined);
    if (passwordOf(request) !== token) {
      const page = 'the gateway wants its token';
      client.end(
        `HTTP/1.1 407 Gateway Token Required\r\nProxy-Authenticate: Basic realm="gateway"\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
      );
      return;
    }
    const destination = request.url ?? '';
    const [host = '', port = ''] = destination.split(':');
    const probe = connect(Number(port), host, () => {
      probe.destroy();
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.unshift(head);
      void open(client, host).then((secure) => {
        destinations.set(secure, destination);
        inside.emit('connection', secure);
      });
    });
    probe.on('error', () => client.end('HTTP/1.1 502 Gateway Cannot Reach It\r\nContent-Length: 4\r\n\r\ngone'));
  });

  async function open(client: Socket, host: string): Promise<TLSSocket> {
    const leaf = await issueLeaf(host, signer, key);
    const secureContext = createSecureContext({ cert: leaf.certificatePem, key: leaf.privateKeyPem });
    const secure = new TLSSocket(client, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
    secure.on('error', () => undefined);
    return secure;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    caCertificate: authority.certificatePem,
    opened,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function passwordOf({ headers }: IncomingMessage): string | undefined {
  const [, encoded = ''] = /^Basic (.+)$/.exec(headers['proxy-authorization'] ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString().split(':')[1];
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  destination: string,
  headers: IncomingHttpHeaders,
  ca: string,
): void {
  const url = `https://${destination}${request.url}`;
  const forwarded = requestHttps(url, { method: request.method, headers, ca, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => response.writeHead(502).end('the gateway could not'));
  request.pipe(forwarded);
}
