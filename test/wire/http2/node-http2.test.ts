import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import { constants, type ServerHttp2Stream, type SessionOptions } from 'node:http2';
import type { HeaderField } from '../../../src/wire/http1/head.js';
import { HTTP2_PREFACE } from '../../../src/wire/http2/direction.js';
import { FRAME_HEADER_BYTES, FrameFlag, FrameType, readFrameHeader } from '../../../src/wire/http2/frame.js';
import { sizes } from '../support/cuts.js';
import { bytesOf } from '../support/record.js';
import { closed, PADDING, send, startPeers, type NodePeers, type NodeSide, type Request } from './node-peers.js';
import { Http2Observation } from './observe.js';

let peers: NodePeers | undefined;

afterEach(async () => {
  await peers?.close();
  peers = undefined;
});

/** Bytes that do not repeat, so that a slice in the wrong place shows. */
function bytes(length: number, seed: number): Buffer {
  const out = Buffer.alloc(length);
  for (let i = 0, x = seed + 1; i < length; i++) out[i] = x = (x * 75 + 74) % 65_537;
  return out;
}

function answer(stream: ServerHttp2Stream, path: string): void {
  const length = Number(/\d+/.exec(path)?.[0] ?? 0);
  stream.on('end', () => {
    if (path.startsWith('/early')) {
      stream.additionalHeaders({ ':status': 102 });
      stream.additionalHeaders({ ':status': 103, link: '</style.css>; rel=preload' });
    }
    if (path.startsWith('/push')) {
      stream.pushStream({ ':path': `/pushed${length}`, 'x-why': 'because' }, (error, pushed) => {
        if (error !== null) throw error;
        pushed.respond({ ':status': 200, 'x-pushed': 'yes' });
        pushed.end(bytes(length, length));
      });
    }
    if (path.startsWith('/empty')) {
      stream.respond({ ':status': 204 }, { endStream: true });
      return;
    }
    const trailers = path.startsWith('/trailers');
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': String(length), 'grpc-status': '0' }));
    stream.respond(
      {
        ':status': 200,
        'content-type': 'text/plain',
        'set-cookie': ['a=1', 'b=2'],
        'x-path': path,
        'x-big': 'b'.repeat(length),
      },
      { waitForTrailers: trailers },
    );
    stream.end(bytes(length, length));
  });
  stream.resume();
}

const mixed: readonly Request[] = [
  { headers: { ':path': '/' } },
  { headers: { ':path': '/early5' } },
  {
    headers: { ':path': '/trailers700', ':method': 'POST' },
    body: [bytes(100, 1), bytes(30_000, 2)],
    trailers: { 'x-end': '1' },
  },
  { headers: { ':path': '/trailers0', ':method': 'POST' }, body: [], trailers: { 'x-only': 'trailers' } },
  { headers: { ':path': '/empty', ':method': 'PUT' }, body: [bytes(1, 3)] },
  { headers: { ':path': '/push9000' } },
  { headers: { ':path': '/30000', cookie: ['x=1', 'y=2'], 'x-huge': 'h'.repeat(50_000) } },
  { headers: { ':path': '/p', ':method': 'HEAD', authorization: 'Bearer abc', 'x-latin': 'gr\xfc\xdfe' } },
  ...Array.from({ length: 40 }, (_, i): Request => {
    const headers = { ':path': `/${i * 37}?q=${'v'.repeat(i)}`, ':method': 'POST', [`x-${i % 7}`]: `value ${i % 5}` };
    return { headers, body: [bytes(i * 101, i), bytes(i % 3, i)] };
  }),
];

function pseudo(fields: readonly HeaderField[], name: string): string | undefined {
  return fields.find((field) => field[0] === name)?.[1];
}

function proper(fields: readonly HeaderField[]): HeaderField[] {
  return fields.filter(([name]) => !name.startsWith(':'));
}

function expectRequest(actual: unknown, fields: readonly HeaderField[]): void {
  expect(actual).toEqual({
    method: pseudo(fields, ':method'),
    scheme: pseudo(fields, ':scheme'),
    authority: pseudo(fields, ':authority'),
    path: pseudo(fields, ':path'),
    protocol: pseudo(fields, ':protocol'),
    fields: proper(fields),
    truncated: false,
  });
}

function expectResponse(actual: unknown, fields: readonly HeaderField[]): void {
  expect(actual).toEqual({ status: Number(pseudo(fields, ':status')), fields: proper(fields), truncated: false });
}

/** The observation says of every stream what its receivers saw. */
function expectSame(seen: Http2Observation, { requests, responses, promises }: NodePeers): void {
  expect(seen.broken).toEqual({});
  expect(seen.unseen).toEqual({ outbound: 0, inbound: 0 });
  expect([...seen.streams.keys()].sort()).toEqual([...new Set([...requests.keys(), ...responses.keys()])].sort());
  const side = (node: NodeSide) => ({ data: node.body, lost: 0, trailers: node.trailers, ended: true });
  for (const [id, node] of requests) {
    const stream = seen.streams.get(id)!;
    expectRequest(stream.request, node.fields);
    expect(stream.outbound).toEqual(side(node));
  }
  for (const [id, node] of responses) {
    const stream = seen.streams.get(id)!;
    expectResponse(stream.response, node.fields);
    expect(stream.informational).toHaveLength(node.informational.length);
    stream.informational.forEach((response, i) => expectResponse(response, node.informational[i]!));
    expect(stream.inbound).toEqual(side(node));
    expect(stream.closed).toBe(true);
  }
  for (const [id, fields] of promises) expectRequest(seen.streams.get(id)!.request, fields);
}

/** Which frames stand in these bytes, to make sure that the traffic has what is to be tested. */
function frameKinds(wire: Buffer): { types: Set<number>; padded: boolean } {
  const types = new Set<number>();
  let padded = false;
  for (let at = 0; at + FRAME_HEADER_BYTES <= wire.length;) {
    const { length, type, flags } = readFrameHeader(wire, at);
    types.add(type);
    padded ||= type <= FrameType.HEADERS && (flags & FrameFlag.PADDED) !== 0;
    at += FRAME_HEADER_BYTES + length;
  }
  return { types, padded };
}

describe("Http2Connection against Node's own client and server", () => {
  const large = { maxHeaderListSize: 1024 * 1024 };
  const variants: Record<string, [server: SessionOptions, client: SessionOptions]> = {
    'as they come': [{}, {}],
    'aligned padding': [{ paddingStrategy: PADDING.aligned }, { paddingStrategy: PADDING.aligned }],
    'all padding': [{ paddingStrategy: PADDING.max }, { paddingStrategy: PADDING.max }],
    'small header tables': [
      { settings: { ...large, headerTableSize: 100 } },
      { settings: { ...large, headerTableSize: 0 } },
    ],
    'large header tables and frames': [
      {
        settings: { ...large, headerTableSize: 65_536, maxFrameSize: 2 ** 24 - 1 },
        maxDeflateDynamicTableSize: 2 ** 16,
      },
      {
        settings: { ...large, headerTableSize: 1_000_000, maxFrameSize: 100_000 },
        maxDeflateDynamicTableSize: 2 ** 16,
      },
    ],
  };
  test.each(Object.entries(variants))('many streams at once, %s', async (name, [server, client]) => {
    peers = await startPeers(answer, server, client);
    const current = peers;
    await Promise.all(mixed.map((request) => send(current, request)));
    for (const request of mixed.slice(0, 10)) await send(current, request);
    expect(peers.requests.size).toBe(mixed.length + 10);
    expect(peers.promises.size).toBe(2);
    for (const side of ['outbound', 'inbound'] as const) {
      const seen = frameKinds(bytesOf(peers.chunks, side).subarray(side === 'outbound' ? HTTP2_PREFACE.length : 0));
      expect(seen.types.has(FrameType.CONTINUATION)).toBe(true);
      expect(seen.padded).toBe(name.includes('padding'));
    }
    const whole = new Http2Observation().feed(peers.chunks, [1_000_000]);
    expectSame(whole, peers);
    fc.assert(
      fc.property(sizes, (cut) => {
        expect(new Http2Observation().feed(current.chunks, cut).summary).toEqual(whole.summary);
      }),
      { numRuns: 10 },
    );
    expect(new Http2Observation().feed(peers.chunks, [1]).summary).toEqual(whole.summary);
    expect(whole.connection.openStreams).toBe(0);
  });

  test('the table limit changes while the connection is in use', async () => {
    peers = await startPeers(answer);
    for (const headerTableSize of [0, 20_000, 64, 4096, 0]) {
      peers.client.settings({ headerTableSize });
      await Promise.all([...mixed.slice(0, 5), ...mixed.slice(10, 20)].map((request) => send(peers!, request)));
    }
    expectSame(new Http2Observation().feed(peers.chunks, [777]), peers);
  });

  test('streams reset by either side, and GOAWAY', async () => {
    peers = await startPeers((stream, path) => {
      stream.respond({ ':status': 200 });
      stream.write('some');
      if (path === '/server') stream.on('data', () => stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM));
      if (path === '/goaway') {
        stream.session!.goaway(constants.NGHTTP2_INTERNAL_ERROR, stream.id, Buffer.from('why not'));
        stream.end();
      }
    });
    const { client, chunks } = peers;
    const cancelled = client.request({ ':path': '/client', ':method': 'POST' });
    cancelled.on('error', () => undefined).on('data', () => cancelled.close(constants.NGHTTP2_CANCEL));
    await closed(cancelled);
    const refused = client.request({ ':path': '/server', ':method': 'POST' });
    refused.on('error', () => undefined).resume();
    refused.write('body');
    await closed(refused);
    const goaway = once(client, 'goaway');
    client.on('error', () => undefined);
    client
      .request({ ':path': '/goaway' })
      .on('error', () => undefined)
      .resume();
    const [code, lastStreamId, debug] = (await goaway) as [number, number, Buffer];
    await closed(client);

    const whole = new Http2Observation().feed(chunks, [1_000_000]).finish();
    expect(whole.broken).toEqual({});
    expect(whole.streams.get(cancelled.id!)).toMatchObject({
      reset: 'outbound 8',
      inbound: { data: 'some' },
      closed: true,
    });
    expect(whole.streams.get(refused.id!)).toMatchObject({
      reset: 'inbound 11',
      outbound: { data: 'body' },
      closed: true,
    });
    expect(whole.goaway).toContainEqual({ side: 'inbound', lastStreamId, errorCode: code, debug: debug.toString() });
    expect([...whole.streams.values()].every((stream) => stream.closed)).toBe(true);
    fc.assert(
      fc.property(sizes, (cut) => {
        expect(new Http2Observation().feed(chunks, cut).finish().summary).toEqual(whole.summary);
      }),
    );
  });

  test('extended CONNECT names its protocol, and DATA is the tunnel (RFC 8441)', async () => {
    peers = await startPeers(
      (stream) => {
        stream.respond({ ':status': 200, 'sec-websocket-protocol': 'chat' });
        stream.pipe(stream);
      },
      { settings: { enableConnectProtocol: true } },
    );
    await send(peers, {
      headers: { ':method': 'CONNECT', ':protocol': 'websocket', ':scheme': 'http', ':path': '/chat' },
      body: ['\x81\x02hi'],
    });
    const seen = new Http2Observation().feed(peers.chunks, [5]);
    const [stream] = [...seen.streams.values()];
    expect(stream).toMatchObject({ request: { method: 'CONNECT', protocol: 'websocket', path: '/chat' } });
    expect([stream?.outbound.data, stream?.inbound.data]).toEqual(['\xc2\x81\x02hi', '\xc2\x81\x02hi']);
  });
});
