import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';
import { METRICS_TYPE } from './metrics-text.js';

/** Always loopback: a container cannot reach it, not even through the proxy (law 5). */
const HOST = '127.0.0.1';
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 16;

/** Serves metrics to a local Prometheus that shows the token: `GET /metrics` with `Authorization: Bearer`. */
export class MetricsPort {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @throws GuardianError `sidecar.port_taken` or `sidecar.cannot_listen`. */
  static async listen(port: number, token: string, metrics: () => Promise<string>): Promise<MetricsPort> {
    const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
      answer(request, response, token, metrics).catch(() => response.destroy());
    });
    server.maxConnections = MAX_CONNECTIONS;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, HOST, resolve);
      });
    } catch (error) {
      const code = codeOf(error) ?? 'unknown';
      const address = `${HOST}:${port}`;
      throw new GuardianError(
        code === 'EADDRINUSE'
          ? { code: 'sidecar.metrics_port_taken', args: { address } }
          : { code: 'sidecar.cannot_listen', args: { address, code } },
      );
    }
    return new MetricsPort(server);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  metrics: () => Promise<string>,
): Promise<void> {
  if (!isEqual(request.headers.authorization ?? '', `Bearer ${token}`)) {
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
  } else if (request.url !== '/metrics') {
    response.writeHead(404).end();
  } else if (request.method !== 'GET') {
    response.writeHead(405, { allow: 'GET' }).end();
  } else {
    response.writeHead(200, { 'content-type': METRICS_TYPE }).end(await metrics());
  }
}

/** In constant time; a wrong length tells nothing, all tokens have the same one. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
