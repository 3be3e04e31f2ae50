import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { createAuthority, type Authority } from '../../../src/proxy/certificates/authority.js';
import { issueTestCertificate } from '../../support/certificates.js';

/** A request as it left the machine, after the gateway opened it. */
export interface Seen {
  readonly host: string;
  readonly path: string;
  readonly body: string;
}

/** Stands in for OneCLI: hands out a container's settings, and a proxy that opens TLS and wants its token. */
export class GatewayStub {
  readonly token = 'aoc_e2e_token_of_the_gateway_0123456789';
  readonly seen: Seen[] = [];
  /** Times the proxy was asked without its token. */
  refused = 0;
  readonly #authority: Authority;
  readonly #api: Server;
  readonly #proxy: Server;
  readonly #origin: Server;

  static async start(answer: (request: Seen, response: ServerResponse) => void): Promise<GatewayStub> {
    const stub = new GatewayStub(await createAuthority('Gateway of the end-to-end test', 1), answer);
    await Promise.all([listen(stub.#api), listen(stub.#proxy)]);
    return stub;
  }

  private constructor(authority: Authority, answer: (request: Seen, response: ServerResponse) => void) {
    this.#authority = authority;
    this.#api = createServer((request, response) => this.#answerApi(request, response));
    this.#origin = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const seen = { host: request.headers.host ?? '', path: request.url ?? '', body };
        this.seen.push(seen);
        answer(seen, response);
      });
    });
    this.#proxy = createServer((_, response) => {
      this.refused++;
      response.writeHead(407).end();
    });
    this.#proxy.on('connect', (request, socket) => {
      socket.on('error', () => socket.destroy());
      const expected = `Basic ${Buffer.from(`x:${this.token}`).toString('base64')}`;
      if (request.headers['proxy-authorization'] !== expected) {
        this.refused++;
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const host = request.url?.split(':')[0] ?? '';
      void issueTestCertificate(this.#authority, [host]).then((certificate) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const secure = new TLSSocket(socket, {
          isServer: true,
          secureContext: createSecureContext(certificate),
          ALPNProtocols: ['http/1.1'],
        });
        secure.on('error', () => secure.destroy());
        this.#origin.emit('connection', secure);
      });
    });
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${portOf(this.#api)}`;
  }

  get proxyPort(): number {
    return portOf(this.#proxy);
  }

  async stop(): Promise<void> {
    for (const server of [this.#api, this.#proxy]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  #answerApi(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    request.resume();
    const say = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (path.includes('/container-config')) say(200, this.#containerConfig());
    else if (path.includes('/agents')) say(201, { id: 'agent', name: 'agent' });
    else if (path.includes('/gateway-url')) say(200, { url: this.apiUrl });
    else if (path.includes('/approvals')) setTimeout(() => say(200, { requests: [] }), 1_000).unref();
    else say(404, {});
  }

  #containerConfig(): object {
    const proxy = `http://x:${this.token}@host.docker.internal:${this.proxyPort}`;
    const ca = '/tmp/onecli-gateway-ca.pem';
    return {
      env: {
        HTTP_PROXY: proxy,
        HTTPS_PROXY: proxy,
        http_proxy: proxy,
        https_proxy: proxy,
        NODE_EXTRA_CA_CERTS: ca,
        NODE_USE_ENV_PROXY: '1',
        ANTHROPIC_API_KEY: 'placeholder',
      },
      caCertificate: this.#authority.certificatePem,
      caCertificateContainerPath: ca,
    };
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
