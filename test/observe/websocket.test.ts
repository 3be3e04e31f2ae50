import { describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { WebSocket, WebSocketServer } from 'ws';
import { openDecoders } from '../../src/observe/open-decoders.js';
import { recordTo } from '../wire/support/record.js';
import { observe, seenAtPause, type Exchange } from '../support/recording-sink.js';
import { listening, exchangeOf, texts, seesTheSameForAnyCut, pieces, COMMAND } from './support/exchanges.js';

describe('WebSocket', () => {
  async function recordWebSocket(
    perMessageDeflate: boolean | object,
    talk: (client: WebSocket, server: WebSocket) => Promise<void>,
  ): Promise<Exchange> {
    const http: Server = createServer();
    const sockets = new WebSocketServer({ server: http, perMessageDeflate });
    const port = await listening(http);
    const recorder = await recordTo(port);
    const connected = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve));
    const client = new WebSocket(`ws://127.0.0.1:${recorder.port}/chat`, {
      perMessageDeflate: perMessageDeflate !== false,
    });
    await new Promise((resolve) => client.once('open', resolve));
    await talk(client, await connected);
    client.close();
    await new Promise((resolve) => client.once('close', resolve));
    await recorder.close();
    http.close();
    return exchangeOf(recorder.connections[0] ?? []);
  }

  /** Sends one after the other and waits for each to arrive. */
  async function say(from: WebSocket, to: WebSocket, messages: readonly string[]): Promise<void> {
    for (const message of messages) {
      const arrived = new Promise((resolve) => to.once('message', resolve));
      from.send(message);
      await arrived;
    }
  }

  const MESSAGES = ['a first message', 'long '.repeat(2_000), 'a last message after a long one', ''];

  test.each<[string, boolean | object]>([
    ['plain', false],
    ['compressed, with the window going on from message to message', { threshold: 0 }],
    [
      'compressed, each message by itself',
      { threshold: 0, serverNoContextTakeover: true, clientNoContextTakeover: true },
    ],
  ])('messages in both directions are seen: %s', async (_what, perMessageDeflate) => {
    const exchange = await recordWebSocket(perMessageDeflate, async (client, server) => {
      await say(client, server, MESSAGES);
      await say(server, client, MESSAGES);
    });
    const seen = await seesTheSameForAnyCut(exchange);
    for (const direction of ['outbound', 'inbound']) {
      // A plain message may overtake a compressed one, which has to be inflated first.
      const messages = texts(seen, 'frame', direction).filter(
        (text) => text.includes('message') || text.includes('long'),
      );
      expect(messages.sort()).toEqual(MESSAGES.filter((text) => text !== '').sort());
    }
  });

  test.each([false, { threshold: 0 }])('a packed file that leaves is unpacked (compression: %j)', async (deflate) => {
    const exchange = await recordWebSocket(deflate, async (client, server) => {
      const arrived = new Promise((resolve) => server.once('message', resolve));
      client.send(gzipSync(COMMAND));
      await arrived;
    });
    expect(texts(await seesTheSameForAnyCut(exchange), 'frame', 'outbound')).toContain(COMMAND);
  });

  test('a packed file that nothing unpacks counts as unread', async () => {
    const file = Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(3_000, 0x91)]);
    const exchange = await recordWebSocket(false, async (client, server) => {
      const arrived = new Promise((resolve) => server.once('message', resolve));
      client.send(file);
      await arrived;
    });
    const { coverage } = await observe(exchange);
    expect(coverage).toMatchObject({ unparsed: file.length, unparsedReason: expect.stringContaining('packed') });
  });

  test.each([false, { threshold: 0 }])(
    'what a model says is looked at when it pauses (compression: %j)',
    async (deflate) => {
      const said = pieces(COMMAND).map((delta) => JSON.stringify({ type: 'response.output_text.delta', delta }));
      const exchange = await recordWebSocket(deflate, (client, server) => say(server, client, said));
      expect(await seenAtPause(exchange, (looked) => looked.includes(COMMAND))).toContain(COMMAND);
    },
  );

  test('what a model says piece by piece is joined however much it said before', async () => {
    const said = (name: string, text: string): string[] =>
      pieces(text).map((delta) => JSON.stringify({ type: `response.${name}.delta`, item_id: name, delta }));
    const exchange = await recordWebSocket(false, async (client, server) => {
      await say(server, client, said('output_text', 'some words '.repeat(300)));
      await say(server, client, said('function_call_arguments', COMMAND));
    });
    const { seen, coverage } = await observe(exchange, { maxScanBytes: 1_024 });
    expect(texts(seen, 'tool_call', 'inbound')).toContain(COMMAND);
    expect(coverage.truncated).toBe(0);
  });

  test.each([false, { threshold: 0 }])(
    "Gemini's Live interface is joined, which sends JSON in binary messages (compression: %j)",
    async (deflate) => {
      const parts = pieces(COMMAND).map((text) => ({ serverContent: { modelTurn: { parts: [{ text }] } } }));
      const call = { toolCall: { functionCalls: [{ id: 'f1', name: 'sh', args: { c: COMMAND } }] } };
      const exchange = await recordWebSocket(deflate, async (client, server) => {
        for (const message of [...parts, call]) {
          const arrived = new Promise((resolve) => client.once('message', resolve));
          server.send(Buffer.from(JSON.stringify(message)));
          await arrived;
        }
      });
      const seen = await seesTheSameForAnyCut(exchange);
      expect(texts(seen, 'event', 'inbound')).toContain(COMMAND);
      expect(texts(seen, 'tool_call', 'inbound')).toContain(JSON.stringify({ c: COMMAND }));
    },
  );

  test('frames that a client sends before the server has agreed are seen', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
    const early = Buffer.concat([Buffer.from([0x81, 0x85, 0, 0, 0, 0]), Buffer.from('early')]);
    const seen = await seesTheSameForAnyCut([
      ['outbound', Buffer.concat([Buffer.from(`GET / HTTP/1.1\r\nHost: h\r\n${upgrade}\r\n`), early])],
      ['inbound', `HTTP/1.1 101 Switching Protocols\r\n${upgrade}\r\n`],
      ['outbound', Buffer.concat([Buffer.from([0x81, 0x84, 0, 0, 0, 0]), Buffer.from('late')])],
    ]);
    expect(texts(seen, 'frame', 'outbound')).toEqual(['early', 'late']);
  });

  describe('compressed by hand', () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
    const handshake = (parameters: string): Exchange => [
      ['outbound', `GET / HTTP/1.1\r\nHost: h\r\n${upgrade}\r\n`],
      [
        'inbound',
        `HTTP/1.1 101 Switching Protocols\r\n${upgrade}Sec-WebSocket-Extensions: permessage-deflate${parameters}\r\n\r\n`,
      ],
    ];
    const compressed = (payload: Buffer): Buffer => Buffer.concat([Buffer.from([0xc1, payload.length]), payload]);
    const flushed = (text: string): Buffer => {
      const whole = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH });
      return whole.subarray(0, whole.length - 4);
    };
    /** With a block that is marked as the last (RFC 7692 §7.2.3.4). */
    const finished = (text: string): Buffer => Buffer.concat([deflateRawSync(text), Buffer.from([0])]);

    test.each(['', '; server_no_context_takeover'])(
      'a last block ends neither the connection nor the message%s',
      async (parameters) => {
        const seen = await seesTheSameForAnyCut([
          ...handshake(parameters),
          ['inbound', compressed(finished('first'))],
          ['inbound', compressed(flushed('second'))],
          ['inbound', compressed(Buffer.concat([deflateRawSync('third, '), flushed('in two pieces')]))],
          ['inbound', compressed(finished('fourth'))],
        ]);
        expect(texts(seen, 'frame', 'inbound')).toEqual(['first', 'second', 'third, in two pieces', 'fourth']);
      },
    );

    test('takes a place among the decoders with its first message, and gives it back at its end', async () => {
      const said = (text: string): Exchange => [...handshake(''), ['inbound', compressed(flushed(text))]];
      const flow = { agent: 'busy' };
      const giveBack = openDecoders.take(flow.agent, 1_000);
      const silent = await observe(handshake(''), { flow });
      expect(silent.coverage).toMatchObject({ unparsed: 0 });
      const { coverage } = await observe(said('one too many'), { flow });
      expect(coverage).toMatchObject({
        unparsed: compressed(flushed('one too many')).length,
        unparsedReason: 'too many compressed bodies at a time',
      });
      giveBack?.();
      const { seen } = await observe(said('there is room'), { flow });
      expect(texts(seen, 'frame', 'inbound')).toEqual(['there is room']);
      await observe([...handshake(''), ['inbound', Buffer.from([0xc1, 4, 0xff, 0xff, 0xff, 0xff])]], { flow });
      expect(openDecoders.count).toBe(0);
    });

    test('what a message expands to beyond the limit counts as truncated, and the next is seen', async () => {
      const long = compressed(flushed('a'.repeat(3_000)));
      const exchange: Exchange = [...handshake(''), ['inbound', long], ['inbound', compressed(flushed('next'))]];
      const { seen, coverage } = await observe(exchange, { maxScanBytes: 1_024 });
      expect(texts(seen, 'frame', 'inbound')).toEqual(['a'.repeat(1_024), 'next']);
      expect(coverage).toMatchObject({ truncated: long.length - 2, unparsed: 0 });
    });
  });

  test('a ping that is cut off is seen as far as it came', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
    const { seen } = await observe([
      ['outbound', `GET / HTTP/1.1\r\nHost: h\r\n${upgrade}\r\n`],
      ['inbound', `HTTP/1.1 101 Switching Protocols\r\n${upgrade}\r\n`],
      ['inbound', Buffer.concat([Buffer.from([0x89, 20]), Buffer.from('as far as it')])],
    ]);
    expect(texts(seen, 'frame', 'inbound')).toEqual(['as far as it']);
  });

  test('a message that expands without end is given up, and counted', async () => {
    const exchange = await recordWebSocket({ threshold: 0 }, async (client, server) => {
      await say(server, client, ['x'.repeat(3_000_000)]);
      await say(server, client, ['after']);
    });
    const { coverage } = await observe(exchange, { maxScanBytes: 1_024 });
    expect(coverage.unparsed).toBeGreaterThan(0);
    expect(coverage.unparsedReason).toBe('permessage-deflate failed');
  });
});
