import { describe, expect, test } from '@jest/globals';
import { connect as connectHttp2, createServer as createHttp2 } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { FrameType } from '../../src/wire/http2/frame.js';
import { block, data, frame, OPENING, requestFrame, responseFrame, WHOLE } from '../wire/http2/frames.js';
import { recordTo } from '../wire/support/record.js';
import { observe, type Exchange } from '../support/recording-sink.js';
import { listening, exchangeOf, texts, sorted, seesTheSameForAnyCut } from './support/exchanges.js';

describe('HTTP/2', () => {
  async function recordHttp2(
    talk: (port: number) => Promise<void>,
    answer: Parameters<typeof createHttp2>[1],
  ): Promise<Exchange> {
    const server = createHttp2(answer as never);
    server.on('stream', (stream) => stream.on('error', () => undefined));
    const recorder = await recordTo(await listening(server));
    await talk(recorder.port);
    await recorder.close();
    server.close();
    return exchangeOf(recorder.connections[0] ?? []);
  }

  test('the names that requests ask for are handed on, each of them once', async () => {
    const exchange = await recordHttp2(
      async (port) => {
        const session = connectHttp2(`http://127.0.0.1:${port}`);
        for (const authority of ['example.invalid:443', 'front.invalid', 'front.invalid']) {
          await new Promise<void>((resolve, reject) => {
            const stream = session.request({ ':authority': authority });
            stream.on('error', reject);
            stream.on('close', resolve);
            stream.resume();
          });
        }
        session.close();
      },
      (_request, response) => response.end('ok'),
    );
    const { names } = await observe(exchange, { flow: { alpn: 'h2' } });
    expect(names).toEqual(['example.invalid', 'front.invalid']);
  });

  test('prior knowledge is told by the preface, wherever that is cut, and also when the server has spoken meanwhile', async () => {
    const opening = Buffer.concat([OPENING.outbound, requestFrame(1, '/known')]);
    const whole = await observe([
      ['outbound', opening],
      ['inbound', OPENING.inbound],
    ]);
    expect(whole.coverage).toMatchObject({ unparsed: 0 });
    expect(whole.seen.length).toBeGreaterThan(0);
    for (let cut = 1; cut < 24; cut++) {
      const [start, rest] = [opening.subarray(0, cut), opening.subarray(cut)];
      const later = await observe([
        ['outbound', start],
        ['outbound', rest],
        ['inbound', OPENING.inbound],
      ]);
      const between = await observe([
        ['outbound', start],
        ['inbound', OPENING.inbound],
        ['outbound', rest],
      ]);
      for (const { seen, coverage } of [later, between]) {
        expect(sorted(seen)).toEqual(sorted(whole.seen));
        expect(coverage).toEqual(whole.coverage);
      }
    }
  });

  test('a request that begins like the preface is one of HTTP/1.1, and one that ends there is unread', async () => {
    const { seen } = await observe([
      ['outbound', 'P'],
      ['outbound', 'UT /kept HTTP/1.1\r\nHost: h\r\n\r\n'],
    ]);
    expect(texts(seen, 'url')).toEqual([expect.stringContaining('/kept')]);
    const impatient = await observe([
      ['outbound', 'P'],
      ['inbound', 'HTTP/1.1 408 Request Timeout\r\nX-Kept: yes\r\nContent-Length: 0\r\n\r\n'],
    ]);
    expect(impatient.seen).toContainEqual(expect.objectContaining({ direction: 'inbound', text: 'yes' }));
    const whole = await observe([['outbound', 'PRI *']]);
    const cut = await observe([
      ['outbound', 'PR'],
      ['outbound', 'I *'],
    ]);
    expect(whole.coverage).toMatchObject({ seen: 0, unparsed: 5 });
    expect(cut.coverage).toEqual(whole.coverage);
  });

  test('requests, answers and bodies of interleaved streams are seen, compressed ones too', async () => {
    const exchange = await recordHttp2(
      async (port) => {
        const session = connectHttp2(`http://127.0.0.1:${port}`);
        await Promise.all(
          [1, 2, 3].map(
            (n) =>
              new Promise<void>((resolve, reject) => {
                const stream = session.request({
                  ':path': `/p${n}`,
                  ':method': 'POST',
                  authorization: `Bearer token${n}`,
                  'accept-encoding': 'gzip',
                });
                stream.on('error', reject);
                stream.on('close', resolve);
                stream.resume();
                stream.end(`body of request ${n}`);
              }),
          ),
        );
        await new Promise<void>((resolve) => session.close(resolve));
      },
      (request: { url: string }, response: { setHeader(n: string, v: string): void; end(b: Buffer): void }) => {
        response.setHeader('content-encoding', 'gzip');
        response.end(gzipSync(`answer to ${request.url}`));
      },
    );
    const seen = await seesTheSameForAnyCut(exchange, { flow: { alpn: 'h2' } });
    expect(texts(seen, 'url').sort()).toEqual(['/p1', '/p2', '/p3']);
    expect(texts(seen, 'header:authorization').sort()).toEqual(['Bearer token1', 'Bearer token2', 'Bearer token3']);
    expect(texts(seen, 'body', 'outbound').sort()).toEqual([1, 2, 3].map((n) => `body of request ${n}`));
    expect(texts(seen, 'body', 'inbound').sort()).toEqual([1, 2, 3].map((n) => `answer to /p${n}`));
  });

  test.each([
    ['200', [[':method', 'CONNECT']], 23],
    [
      '200',
      [
        [':method', 'CONNECT'],
        [':protocol', 'connect-udp'],
        [':path', '/'],
      ],
      23,
    ],
    ['403', [[':method', 'CONNECT']], 12],
    [
      '200',
      [
        [':method', 'POST'],
        [':path', '/'],
      ],
      0,
    ],
  ] as const)('what a tunnel carries counts as unread, answered with %s: %j', async (status, fields, unparsed) => {
    const { seen, coverage } = await observe(
      [
        ['outbound', Buffer.concat([OPENING.outbound, frame(FrameType.HEADERS, WHOLE, 1, block(...fields))])],
        ['inbound', Buffer.concat([OPENING.inbound, responseFrame(1, Number(status))])],
        ['outbound', data(1, 'client hello')],
        ['inbound', data(1, 'and answers')],
      ],
      { flow: { alpn: 'h2' } },
    );
    expect(texts(seen, 'body')).toEqual(expect.arrayContaining(['client hello', 'and answers']));
    expect(coverage.unparsed).toBe(unparsed);
    expect(coverage.unparsedReason).toBe(unparsed === 0 ? undefined : 'a tunnel inside of HTTP/2');
  });

  test('gRPC messages are seen one by one, compressed or not', async () => {
    const message = (text: string, compressed: boolean): Buffer => {
      const body = compressed ? gzipSync(text) : Buffer.from(text);
      const head = Buffer.alloc(5);
      head.writeUInt8(compressed ? 1 : 0);
      head.writeUInt32BE(body.length, 1);
      return Buffer.concat([head, body]);
    };
    const exchange = await recordHttp2(
      async (port) => {
        const session = connectHttp2(`http://127.0.0.1:${port}`);
        await new Promise<void>((resolve, reject) => {
          const stream = session.request({
            ':path': '/pkg.Service/Call',
            ':method': 'POST',
            'content-type': 'application/grpc+proto',
            'grpc-encoding': 'gzip',
          });
          stream.on('error', reject);
          stream.on('close', resolve);
          stream.resume();
          stream.end(Buffer.concat([message('first plain', false), message('second compressed', true)]));
        });
        await new Promise<void>((resolve) => session.close(resolve));
      },
      (request: { resume(): void; on(e: string, f: () => void): void }, response: { end(): void }) => {
        request.resume();
        request.on('end', () => response.end());
      },
    );
    const seen = await seesTheSameForAnyCut(exchange, { flow: { alpn: 'h2' } });
    expect(texts(seen, 'body', 'outbound').sort()).toEqual(['first plain', 'second compressed']);
  });

  test('what is HTTP/2 by negotiation but not in its bytes is counted as unread', async () => {
    const { coverage } = await observe([['outbound', 'GET / HTTP/1.1\r\n\r\n']], { flow: { alpn: 'h2' } });
    expect(coverage.unparsed).toBeGreaterThan(0);
    expect(coverage.unparsedReason).toContain('HTTP/2');
  });
});

test('words of an HTTP/2 request that stand for nothing usual are seen', async () => {
  const fields = block([':method', 'key_1'], [':scheme', 'key_2'], [':protocol', 'key_3'], [':authority', 'KEY_4']);
  const request = Buffer.concat([OPENING.outbound, frame(FrameType.HEADERS, WHOLE, 1, fields)]);
  const { seen } = await observe([['outbound', request]], { flow: { alpn: 'h2' } });
  expect(texts(seen, 'header:other')).toEqual(['key_1', 'key_2', 'key_3']);
  expect(texts(seen, 'header:host')).toEqual(['KEY_4']);
});

test('HTTP/2 header lists beyond the bound, and frames longer than their type can be, count as unread', async () => {
  const requested = [OPENING.outbound, requestFrame(1, '/')];
  // One field of 4 kB, put into the table and named a hundred times: 400 kB in a hundred bytes.
  const large = Buffer.concat([Buffer.from([0x40]), block(['x-large', 'x'.repeat(4_000)]).subarray(1)]);
  const many = Buffer.concat([
    block([':status', '200']),
    large,
    Buffer.alloc(100, 0x80 | 62),
    block(['x-last', 'value']),
  ]);
  const answer = Buffer.concat([OPENING.inbound, frame(FrameType.HEADERS, WHOLE, 1, many)]);
  const cut = await observe(
    [
      ['outbound', Buffer.concat(requested)],
      ['inbound', answer],
    ],
    { flow: { alpn: 'h2' } },
  );
  expect(cut.coverage.unparsed).toBe(many.length);
  const ping = frame(FrameType.PING, 0, 0, 'x'.repeat(100));
  const long = await observe([['outbound', Buffer.concat([...requested, ping])]], { flow: { alpn: 'h2' } });
  expect(long.coverage.unparsed).toBe(100);
  const alike = [0x0a, 0x0c, 0x10].map((type) => frame(type, 0, 0, 'x'.repeat(100)));
  const extended = await observe([['outbound', Buffer.concat([...requested, ...alike])]], { flow: { alpn: 'h2' } });
  expect(extended.coverage.unparsed).toBe(300);
});

test('an HTTP/2 header block that never ends was not looked at, and counts as unread', async () => {
  const open = frame(FrameType.HEADERS, 0, 1, block([':path', '/'], ['x-kept-open', 'some value']));
  const ended = await observe([['outbound', Buffer.concat([OPENING.outbound, open])]], { flow: { alpn: 'h2' } });
  expect(ended.coverage.unparsed).toBe(open.length - 9);
  const interrupted = await observe(
    [
      ['outbound', Buffer.concat([OPENING.outbound, open])],
      ['outbound', data(1, 'x')],
    ],
    { flow: { alpn: 'h2' } },
  );
  expect(interrupted.coverage.unparsed).toBe(open.length - 9 + data(1, 'x').length);
});
