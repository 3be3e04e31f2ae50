import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { constants, inflateRawSync } from 'node:zlib';
import { WebSocket, WebSocketServer, type PerMessageDeflateOptions, type RawData } from 'ws';
import { headerValue } from '../../../src/wire/http1/head.js';
import { parseExtensions } from '../../../src/wire/websocket/extensions.js';
import { observe as observeHttp } from '../http1/observe.js';
import { sizes } from '../support/cuts.js';
import { bytesOf, recordTo } from '../support/record.js';
import { WebSocketObservation } from './observe.js';

interface Message {
  readonly opcode: number;
  readonly payload: string;
}

/** Sends messages from both ends of a real connection. @returns what each end received, and the bytes. */
async function converse(deflate: boolean | PerMessageDeflateOptions, messages: readonly (string | Buffer)[]) {
  const received: Record<'outbound' | 'inbound', Message[]> = { outbound: [], inbound: [] };
  const note = (list: Message[]) => (data: RawData, isBinary: boolean) =>
    list.push({ opcode: isBinary ? 2 : 1, payload: (data as Buffer).toString('latin1') });
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: deflate });
  await once(server, 'listening');
  const recorder = await recordTo((server.address() as AddressInfo).port);
  const closed = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      socket.on('message', note(received.outbound));
      socket.on('close', () => resolve());
      sendAll(socket, messages);
    });
  });
  const client = new WebSocket(`ws://127.0.0.1:${recorder.port}`, { perMessageDeflate: deflate });
  client.on('message', note(received.inbound));
  await once(client, 'open');
  sendAll(client, messages);
  client.ping('are you there');
  await once(client, 'pong');
  while (received.inbound.length < received.outbound.length) await once(client, 'message');
  client.close(1000, 'bye');
  await closed;
  const [chunks = []] = recorder.connections;
  await recorder.close();
  server.close();
  return { received, chunks };
}

function sendAll(socket: WebSocket, messages: readonly (string | Buffer)[]): void {
  messages.forEach((message, i) => {
    if (i % 3 !== 2) {
      socket.send(message);
      return;
    }
    // In fragments, with a control frame between them.
    const bytes = Buffer.from(message as string);
    const third = Math.ceil(bytes.length / 3);
    const binary = typeof message !== 'string';
    socket.send(bytes.subarray(0, third), { fin: false, binary });
    socket.ping(`ping ${i}`);
    socket.send(bytes.subarray(third, 2 * third), { fin: false, binary });
    socket.send(bytes.subarray(2 * third), { fin: true, binary });
  });
}

/** Inflates the messages of one side (RFC 7692 §7.2.2), with or without what came before as a dictionary. */
function inflateAll(seen: WebSocketObservation['seen'], noContextTakeover: boolean): Message[] {
  let window: Buffer = Buffer.alloc(0);
  const out: Message[] = [];
  for (const frame of seen) {
    if (frame.kind !== 'message') continue;
    let plain: Buffer = Buffer.from(frame.payload, 'latin1');
    if (frame.compressed) {
      const options = { finishFlush: constants.Z_SYNC_FLUSH, ...(window.length > 0 ? { dictionary: window } : {}) };
      plain = inflateRawSync(Buffer.concat([plain, Buffer.from([0, 0, 0xff, 0xff])]), options);
      if (!noContextTakeover) window = Buffer.concat([window, plain]).subarray(-32_768);
    }
    out.push({ opcode: frame.opcode, payload: plain.toString('latin1') });
  }
  return out;
}

const messages = [
  'hello',
  '',
  'fragmented '.repeat(500),
  Buffer.from('binary'),
  'again hello again hello',
  randomBytes(100_000),
  'x'.repeat(200),
  'large '.repeat(20_000),
  Buffer.from([0, 255, 1]),
  'hello',
];

describe('WebSocketFrames against ws', () => {
  const takeover = { threshold: 0 };
  test.each([
    ['without compression', false],
    ['with permessage-deflate', takeover],
    ['without context takeover', { ...takeover, serverNoContextTakeover: true, clientNoContextTakeover: true }],
    ['with small windows', { ...takeover, serverMaxWindowBits: 9, clientMaxWindowBits: 10 }],
    ['with a threshold', { threshold: 1000 }],
  ] as const)('%s', async (_name, deflate) => {
    const { received, chunks } = await converse(deflate, messages);
    const handshake = observeHttp('response', bytesOf(chunks, 'inbound'), [100_000]);
    const head = handshake.messages[0]!.head;
    const { deflate: agreed, others } = parseExtensions(headerValue(head.headers, 'sec-websocket-extensions'));
    expect({ agreed: agreed !== undefined, others }).toEqual({ agreed: deflate !== false, others: [] });
    const request = bytesOf(chunks, 'outbound');
    const wire = {
      outbound: request.subarray(request.indexOf('\r\n\r\n') + 4),
      inbound: Buffer.from(handshake.upgraded, 'latin1'),
    };
    const fresh = {
      outbound: agreed?.clientNoContextTakeover ?? true,
      inbound: agreed?.serverNoContextTakeover ?? true,
    };
    for (const side of ['outbound', 'inbound'] as const) {
      const whole = new WebSocketObservation().feed(wire[side], [10_000_000]);
      whole.frames.finish();
      expect(inflateAll(whole.seen, fresh[side])).toEqual(received[side]);
      expect(received[side]).toHaveLength(messages.length);
      const controls = whole.seen.filter((frame) => frame.kind === 'control');
      expect(controls.at(-1)).toEqual({ kind: 'control', opcode: 8, payload: '\x03\xe8bye' });
      expect(controls.filter(({ payload }) => payload.startsWith('ping')).map(({ opcode }) => opcode)).toContain(9);
      fc.assert(
        fc.property(sizes, (cut) => {
          const observation = new WebSocketObservation().feed(wire[side], cut);
          expect(observation.seen).toEqual(whole.seen);
        }),
        { numRuns: 20 },
      );
    }
  });
});
