import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { connect as connectTcp, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTls, type TLSSocket } from 'node:tls';
import { issueTestCertificate } from '../support/certificates.js';
import { directTap } from '../support/direct-tap.js';
import { originAuthority } from '../support/origin.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf } from '../support/raw.js';

/** What one side says, in the pieces in which it says it. */
type Script = readonly Buffer[];

const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const bytes = fc.uint8Array({ maxLength: 3_000 }).map((array) => Buffer.from(array));
const token = fc.stringMatching(/^[A-Za-z0-9-]{1,12}$/);
const http1Request = fc
  .tuple(fc.constantFrom('GET', 'POST', 'DELETE', 'HEAD'), token, bytes, fc.boolean())
  .map(([method, path, body, chunked]) => {
    const head = `${method} /${path} HTTP/1.1\r\nHost: h\r\n`;
    if (!chunked) return Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body]);
    const size = body.length.toString(16);
    return Buffer.concat([
      Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n${size};x\r\n`),
      body,
      Buffer.from('\r\n0\r\nT: 1\r\n\r\n'),
    ]);
  });
const http1Response = fc
  .tuple(fc.constantFrom(200, 204, 304, 404, 103), bytes)
  .map(([status, body]) =>
    Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\nContent-Length: ${body.length}\r\n\r\n`), body]),
  );
const frame = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 9 }), bytes)
  .map(([type, flags, stream, payload]) => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head.writeUInt8(type, 3);
    head.writeUInt8(flags, 4);
    head.writeUInt32BE(stream, 5);
    return Buffer.concat([head, payload]);
  });
const websocketFrame = fc.tuple(fc.integer({ min: 0, max: 255 }), bytes).map(([first, payload]) => {
  const length = Buffer.from([first, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([length, payload]);
});
const upgrade = 'GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
const upgraded =
  'HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n';

const streams: Record<string, { client: fc.Arbitrary<Buffer[]>; server: fc.Arbitrary<Buffer[]> }> = {
  'HTTP/1.1': { client: fc.array(http1Request, { maxLength: 5 }), server: fc.array(http1Response, { maxLength: 5 }) },
  'HTTP/2': {
    client: fc.array(frame, { maxLength: 8 }).map((frames) => [Buffer.from(HTTP2_PREFACE), ...frames]),
    server: fc.array(frame, { maxLength: 8 }),
  },
  WebSocket: {
    client: fc.array(websocketFrame, { maxLength: 6 }).map((frames) => [Buffer.from(upgrade), ...frames]),
    server: fc.array(websocketFrame, { maxLength: 6 }).map((frames) => [Buffer.from(upgraded), ...frames]),
  },
  garbage: { client: fc.array(bytes, { maxLength: 6 }), server: fc.array(bytes, { maxLength: 6 }) },
};

/** The same bytes in other pieces. */
function cut(script: Script, places: readonly number[]): Script {
  const whole = Buffer.concat(script);
  const sorted = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
  return [0, ...sorted].map((from, i) => whole.subarray(from, sorted[i] ?? whole.length));
}

async function say(socket: Socket, script: Script): Promise<void> {
  for (const piece of script) {
    if (piece.length > 0) socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.end();
}

function listen(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    socket.once('end', () => resolve(Buffer.concat(chunks)));
    socket.once('error', reject);
    socket.resume();
  });
}

let proxy: TestProxy;
let plain: Server;
let secure: Server;
/** What the server says next, and where what it hears goes. */
let serverSays: Script = [];
let serverHeard: Promise<Buffer>;
let ports: { plain: number; secure: number };

beforeAll(async () => {
  const { cert, key } = await issueTestCertificate(await originAuthority(), ['localhost']);
  const serve = (socket: Socket): void => {
    serverHeard = listen(socket);
    void say(socket, serverSays);
  };
  plain = createServer({ allowHalfOpen: true }, serve);
  secure = createTls({ cert, key, allowHalfOpen: true, ALPNProtocols: ['h2', 'http/1.1'] }, serve);
  for (const server of [plain, secure]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ports = { plain: (plain.address() as AddressInfo).port, secure: (secure.address() as AddressInfo).port };
  proxy = await startTestProxy({
    allow: Object.values(ports).map((port) => `localhost:${port}`),
    tap: directTap(),
    // Clients that say nothing are among those made up here; they are not to be taken for ones that pin.
    pinnedForMs: 0,
  });
});
afterAll(async () => {
  await proxy.close();
  plain.close();
  secure.close();
});

/** A tunnel whose bytes wait until somebody listens: a server may have said all and ended before that. */
async function connect(port: number): Promise<Socket> {
  const socket = connectTcp({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  socket.write(`CONNECT localhost:${port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(proxy.url)}\r\n\r\n`);
  let received: Buffer = Buffer.alloc(0);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', onData);
    function onData(chunk: Buffer): void {
      received = Buffer.concat([received, chunk]);
      if (!received.includes('\r\n\r\n')) return;
      socket.removeListener('data', onData);
      socket.removeListener('error', reject);
      socket.pause();
      resolve();
    }
  });
  const behind = received.subarray(received.indexOf('\r\n\r\n') + 4);
  if (behind.length > 0) socket.unshift(behind);
  return socket;
}

async function exchange(socket: Socket, clientSays: Script): Promise<{ heardByClient: Buffer; heardByServer: Buffer }> {
  const heard = listen(socket);
  void say(socket, clientSays);
  return { heardByClient: await heard, heardByServer: await serverHeard };
}

describe('what leaves is what came, in both directions, whatever the observer makes of it', () => {
  const cuts = fc.array(fc.nat(20_000), { maxLength: 8 });

  test.each(Object.keys(streams))('%s, inside of TLS', async (name) => {
    const { client, server } = streams[name]!;
    await fc.assert(
      fc.asyncProperty(client, server, cuts, cuts, async (fromClient, fromServer, clientCuts, serverCuts) => {
        serverSays = cut(fromServer, serverCuts);
        const raw = await connect(ports.secure);
        const socket: TLSSocket = connectTls({
          socket: raw,
          servername: 'localhost',
          ca: proxy.authority.certificatePem,
          ALPNProtocols: name === 'HTTP/2' ? ['h2'] : ['http/1.1'],
        });
        socket.allowHalfOpen = true;
        await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
        const { heardByClient, heardByServer } = await exchange(socket, cut(fromClient, clientCuts));
        expect(heardByServer.equals(Buffer.concat(fromClient))).toBe(true);
        expect(heardByClient.equals(Buffer.concat(fromServer))).toBe(true);
        raw.destroy();
      }),
      { numRuns: 40 },
    );
  });

  test.each(['HTTP/1.1', 'garbage'])('%s, without TLS', async (name) => {
    const { client, server } = streams[name]!;
    await fc.assert(
      fc.asyncProperty(client, server, cuts, cuts, async (fromClient, fromServer, clientCuts, serverCuts) => {
        // Bytes that begin like TLS are taken for TLS; that is another test's subject.
        fc.pre(Buffer.concat(fromClient)[0] !== 22);
        serverSays = cut(fromServer, serverCuts);
        const raw = await connect(ports.plain);
        const { heardByClient, heardByServer } = await exchange(raw, cut(fromClient, clientCuts));
        expect(heardByServer.equals(Buffer.concat(fromClient))).toBe(true);
        expect(heardByClient.equals(Buffer.concat(fromServer))).toBe(true);
        raw.destroy();
      }),
      {
        numRuns: 40,
        // The start of a method and nothing more, or nothing at all: what it is shows only when the client ends.
        examples: [
          [[Buffer.from('A')], [], [], []],
          [[Buffer.from('A')], [Buffer.from('B')], [], []],
          [[], [Buffer.from('C')], [], []],
        ],
      },
    );
  });
});
