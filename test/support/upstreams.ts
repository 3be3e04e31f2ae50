import { createServer, request as httpRequest } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';

/** A proxy that stands behind the Guardian in a test. */
export interface UpstreamUnderTest {
  readonly port: number;
  /** What it was asked for, in order: `CONNECT host:port`, `GET url`, `SOCKS host:port`. */
  readonly asked: string[];
  /** The credentials that it was given. */
  readonly credentials: (string | undefined)[];
  close(): Promise<void>;
}

/** @param answer A status other than 200 makes it refuse every CONNECT with that answer. */
export async function startHttpUpstream(
  options: { tls?: { cert: string; key: string }; answer?: string } = {},
): Promise<UpstreamUnderTest> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const server = options.tls === undefined ? createServer() : createHttpsServer(options.tls);
  server.on('connect', (request, client: Socket, head: Buffer) => {
    asked.push(`CONNECT ${request.url}`);
    credentials.push(request.headers['proxy-authorization']);
    client.on('error', () => undefined);
    if (options.answer !== undefined) {
      client.end(options.answer);
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
  });
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    credentials.push(request.headers['proxy-authorization']);
    const forwarded = httpRequest(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded);
  });
  return running(server, asked, credentials);
}

/** SOCKS5 with user name and password (RFC 1928, RFC 1929), names resolved here. */
export async function startSocksUpstream(): Promise<UpstreamUnderTest> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const server = createTcp((client) => {
    client.on('error', () => undefined);
    const steps: ((data: Buffer) => void)[] = [
      () => client.write(Buffer.from([5, 2])),
      (data) => {
        const name = data.subarray(2, 2 + data[1]!).toString();
        credentials.push(`${name}:${data.subarray(3 + data[1]!).toString()}`);
        client.write(Buffer.from([1, 0]));
      },
      (data) => {
        const host = data[3] === 3 ? data.subarray(5, 5 + data[4]!).toString() : [...data.subarray(4, 8)].join('.');
        const port = data.readUInt16BE(data.length - 2);
        asked.push(`SOCKS ${host}:${port}`);
        const target = connect(port, host, () => {
          client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          client.removeListener('data', next);
          target.pipe(client).pipe(target);
        });
        target.on('error', () => client.destroy());
      },
    ];
    const next = (data: Buffer): void => steps.shift()?.(data);
    client.on('data', next);
  });
  return running(server, asked, credentials);
}

async function running(
  server: Server,
  asked: string[],
  credentials: (string | undefined)[],
): Promise<UpstreamUnderTest> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    credentials,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
