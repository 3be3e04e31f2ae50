import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Agent, createServer, request, type IncomingMessage, type RequestOptions, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { HeaderField } from '../../../src/wire/http1/head.js';
import { sizes } from '../support/cuts.js';
import { bytesOf, recordTo, type Recorder } from '../support/record.js';
import { observe, type SeenMessage } from './observe.js';

/** A message as Node's own parser saw it. */
interface NodeMessage {
  readonly start: string;
  readonly headers: HeaderField[];
  readonly body: string;
  readonly trailers: HeaderField[];
}

/** What the server received, in order. */
const received: NodeMessage[] = [];

describe("Http1Framer against Node's own parser", () => {
  let server: Server;
  let recorder: Recorder;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      void read(incoming, `${incoming.method} ${incoming.url}`).then((message) => {
        received.push(message);
        const body = 'x'.repeat(message.body.length + 3);
        switch (incoming.url?.split('?')[0]) {
          case '/trailers':
            response.writeHead(200, { Trailer: 'X-Sum', 'X-Empty': '' });
            response.write(body);
            response.write('second');
            response.addTrailers({ 'X-Sum': '123', 'X-More': 'a b' });
            response.end();
            break;
          case '/fixed':
            response.writeHead(200, 'Very Fine', { 'Content-Length': body.length, 'Set-Cookie': ['a=1', 'b=2'] });
            response.end(incoming.method === 'HEAD' ? undefined : body);
            break;
          case '/204':
            response.writeHead(204).end();
            break;
          case '/304':
            response.writeHead(304, { ETag: '"x"', 'Content-Length': 99 }).end();
            break;
          case '/early':
            response.writeContinue();
            response.writeProcessing();
            response.writeEarlyHints({ link: '</a.css>; rel=preload' }, () => undefined);
            response.end(body);
            break;
          case '/close':
            response.removeHeader('Transfer-Encoding');
            response.writeHead(200, { Connection: 'close' });
            response.write(body);
            response.end();
            break;
          default:
            response.end(body);
        }
      });
    });
    server.on('upgrade', (incoming, socket, head) => {
      received.push({
        start: `GET ${incoming.url}`,
        headers: pairs(incoming.rawHeaders),
        body: head.toString(),
        trailers: [],
      });
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nhello ');
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    recorder = await recordTo((server.address() as AddressInfo).port);
  });

  afterAll(async () => {
    agent.destroy();
    await recorder.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('one connection, many kinds of messages', async () => {
    received.length = 0;
    const calls: { options: RequestOptions; body?: string[]; trailers?: Record<string, string> }[] = [
      { options: { path: '/plain' } },
      {
        options: { path: '/trailers', method: 'POST' },
        body: ['a', 'bc', 'd'.repeat(70_000)],
        trailers: { 'X-End': '1' },
      },
      { options: { path: '/fixed?q=1', method: 'PUT', headers: { 'Content-Length': 4 } }, body: ['four'] },
      { options: { path: '/fixed', method: 'HEAD' } },
      { options: { path: '/204', method: 'DELETE' } },
      { options: { path: '/304', headers: { 'X-Twice': ['1', '2'], 'X-Latin': 'gr\xfc\xdfe' } } },
      { options: { path: '/early', method: 'POST' }, body: ['x'] },
      { options: { path: '/trailers', headers: { 'X-Big': 'y'.repeat(9000) } } },
      { options: { path: '/close' } },
    ];
    const answers: NodeMessage[] = [];
    const informational: number[] = [];
    for (const { options, body, trailers } of calls) {
      answers.push(
        await new Promise<NodeMessage>((resolve, reject) => {
          const call = request({ ...options, agent, host: '127.0.0.1', port: recorder.port }, (response) => {
            void read(response, `${response.statusCode} ${response.statusMessage}`).then(resolve);
          });
          call.on('information', (info) => informational.push(info.statusCode));
          call.on('error', reject);
          for (const piece of body ?? []) call.write(piece);
          if (trailers !== undefined) call.addTrailers(trailers);
          call.end();
        }),
      );
    }
    expect(recorder.connections).toHaveLength(1);
    const chunks = recorder.connections[0]!;
    const methods = calls.map(({ options }) => options.method ?? 'GET');
    fc.assert(
      fc.property(sizes, (cut) => {
        const requests = observe('request', bytesOf(chunks, 'outbound'), cut, [], true);
        expect(requests.messages.map(comparable)).toEqual(received.map(withoutTrailers));
        const responses = observe('response', bytesOf(chunks, 'inbound'), cut, methods, true);
        const all = responses.messages;
        expect(all.every((message) => message.ended)).toBe(true);
        const status = (message: (typeof all)[number]) => (message.head.kind === 'response' ? message.head.status : 0);
        expect(all.map(status).filter((code) => code < 200)).toEqual(informational);
        expect(all.filter((message) => status(message) >= 200).map(comparable)).toEqual(answers.map(withoutTrailers));
        expect([requests.broken, responses.broken]).toEqual([undefined, undefined]);
      }),
      { numRuns: 30 },
    );
    const kinds = observe('response', bytesOf(chunks, 'inbound'), [1000], methods, true).messages.map(
      ({ length }) => length,
    );
    expect(new Set(kinds)).toEqual(new Set(['chunked', 'fixed', 'none', 'until-close']));
    expect(received[1]!.trailers).toEqual([['X-End', '1']]);
    expect(answers[1]!.trailers).toEqual([
      ['X-Sum', '123'],
      ['X-More', 'a b'],
    ]);
  });

  test('pipelined requests, LF only, chunk extensions', async () => {
    received.length = 0;
    const wire = [
      'GET /1 HTTP/1.1\r\nHost: x\r\n\r\n',
      '\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b;c="d"\r\nabc\r\n00A\r\n0123456789\r\n0\r\nT: 1\r\n\r\n',
      'POST /3 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /',
      'HEAD /4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ].join('');
    await exchange(recorder.port, wire);
    expect(received.map(({ start }) => start)).toEqual(['GET /1', 'POST /2', 'POST /3', 'HEAD /4']);
    const chunks = recorder.connections.at(-1)!;
    fc.assert(
      fc.property(sizes, (cut) => {
        const requests = observe('request', bytesOf(chunks, 'outbound'), cut, [], true);
        expect(requests.messages.map(comparable)).toEqual(received.map(withoutTrailers));
        const responses = observe('response', bytesOf(chunks, 'inbound'), cut, ['GET', 'POST', 'POST', 'HEAD'], true);
        expect(responses.messages.map(({ body }) => body.length)).toEqual([3, 16, 8, 0]);
        expect(responses.broken).toBeUndefined();
      }),
    );
  });

  test('upgrade', async () => {
    received.length = 0;
    const head = 'GET /up HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';
    await exchange(recorder.port, head, 'ping');
    const chunks = recorder.connections.at(-1)!;
    fc.assert(
      fc.property(sizes, (cut) => {
        const responses = observe('response', bytesOf(chunks, 'inbound'), cut, ['GET'], true);
        expect(responses.messages).toMatchObject([{ length: 'upgraded', ended: false }]);
        expect(responses.upgraded).toBe('hello ping');
        const requests = observe('request', bytesOf(chunks, 'outbound').subarray(0, head.length), cut, [], true);
        expect(requests.messages.map(comparable)).toEqual(received.map(withoutTrailers));
      }),
    );
  });
});

function withoutTrailers({ start, headers, body }: NodeMessage): Omit<NodeMessage, 'trailers'> {
  return { start, headers, body };
}

function comparable({ head, body }: SeenMessage): Omit<NodeMessage, 'trailers'> {
  const start = head.kind === 'request' ? `${head.method} ${head.target}` : `${head.status} ${head.reason}`;
  return { start, headers: [...head.headers], body };
}

async function read(message: IncomingMessage, start: string): Promise<NodeMessage> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const body = Buffer.concat(parts).toString('latin1');
  return { start, headers: pairs(message.rawHeaders), body, trailers: pairs(message.rawTrailers) };
}

function pairs(raw: readonly string[]): HeaderField[] {
  return raw.flatMap((name, i): HeaderField[] => (i % 2 === 0 ? [[name, raw[i + 1]!]] : []));
}

/** Sends bytes, and more once an answer came; ends when the server does, or when all of the second came back. */
function exchange(port: number, first: string, second?: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(first));
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      if (answer === '' && second !== undefined) socket.write(second);
      answer += chunk.toString('latin1');
      if (second !== undefined && answer.endsWith(second)) socket.end();
    });
    socket.on('close', () => resolve());
  });
}
