import {
  connect,
  constants,
  createServer,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type Http2Server,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type SessionOptions,
} from 'node:http2';
import { once, type EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { HeaderField } from '../../../src/wire/http1/head.js';
import { recordTo, type RecordedChunk } from '../support/record.js';

/** One direction of a stream as the receiving side of Node's own HTTP/2 saw it. */
export interface NodeSide {
  readonly fields: HeaderField[];
  readonly informational: HeaderField[][];
  body: string;
  trailers: HeaderField[] | undefined;
}

/** Node's HTTP/2 client and server (nghttp2) on a recorded connection, with what each of them received. */
export interface NodePeers {
  readonly client: ClientHttp2Session;
  readonly server: Http2Server;
  readonly chunks: RecordedChunk[];
  /** Requests by stream, as the server got them. */
  readonly requests: Map<number, NodeSide>;
  /** Responses by stream, as the client got them, those to pushed requests included. */
  readonly responses: Map<number, NodeSide>;
  /** Promised requests by stream, as the client got them. */
  readonly promises: Map<number, HeaderField[]>;
  close(): Promise<void>;
}

const LARGE_HEADERS: SessionOptions = {
  maxHeaderListPairs: 2000,
  maxSendHeaderBlockLength: 1024 * 1024,
  settings: { maxHeaderListSize: 1024 * 1024 },
};

/** A stream event carries the fields as received, in order, as its last argument. */
function rawFields(args: readonly unknown[]): HeaderField[] {
  const raw = args.at(-1) as readonly string[];
  return raw.flatMap((name, i): HeaderField[] => (i % 2 === 0 ? [[name, raw[i + 1]!]] : []));
}

export async function startPeers(
  answer: (stream: ServerHttp2Stream, path: string) => void,
  serverOptions: SessionOptions = {},
  clientOptions: SessionOptions = {},
): Promise<NodePeers> {
  const requests = new Map<number, NodeSide>();
  const responses = new Map<number, NodeSide>();
  const promises = new Map<number, HeaderField[]>();
  const server = createServer({ ...LARGE_HEADERS, ...serverOptions });
  server.on('stream', (stream, headers, ...rest) => {
    const side = collect(stream, rest);
    requests.set(stream.id!, side);
    stream.on('error', () => undefined);
    answer(stream, String(headers[':path']));
  });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const recorder = await recordTo((server.address() as AddressInfo).port);
  const client = connect(`http://127.0.0.1:${recorder.port}`, { ...LARGE_HEADERS, ...clientOptions });
  client.on('stream', (stream, _headers, ...rest) => {
    promises.set(stream.id!, rawFields(rest));
    stream.on('push', (...args: unknown[]) => responses.set(stream.id!, collect(stream, args)));
  });
  await once(client, 'remoteSettings');
  return {
    client,
    server,
    chunks: recorder.connections[0]!,
    requests,
    responses,
    promises,
    close: async () => {
      client.destroy();
      for (const session of sessions) session.destroy();
      await recorder.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Request {
  readonly headers: OutgoingHttpHeaders;
  readonly body?: readonly (string | Buffer)[];
  readonly trailers?: OutgoingHttpHeaders;
}

/** Sends a request and notes the response. @returns once the stream is closed. */
export async function send(peers: NodePeers, { headers, body, trailers }: Request): Promise<ClientHttp2Stream> {
  const endStream = body === undefined && trailers === undefined;
  const stream = peers.client.request(headers, { endStream, waitForTrailers: trailers !== undefined });
  const informational: HeaderField[][] = [];
  stream.on('headers', (...args: unknown[]) => informational.push(rawFields(args)));
  stream.on('response', (...args: unknown[]) => {
    const side = collect(stream, args);
    side.informational.push(...informational);
    peers.responses.set(stream.id!, side);
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers!));
  stream.on('error', () => undefined);
  for (const piece of body ?? []) stream.write(piece);
  if (!endStream) stream.end();
  await closed(stream);
  return stream;
}

/** Resolves when it is closed, be it after an error. */
export function closed(emitter: EventEmitter): Promise<void> {
  return new Promise((resolve) => emitter.once('close', () => resolve()));
}

function collect(stream: ServerHttp2Stream | ClientHttp2Stream, args: readonly unknown[]): NodeSide {
  const side: NodeSide = { fields: rawFields(args), informational: [], body: '', trailers: undefined };
  stream.on('data', (chunk: Buffer) => (side.body += chunk.toString('latin1')));
  stream.on('trailers', (...trailerArgs: unknown[]) => (side.trailers = rawFields(trailerArgs)));
  return side;
}

/** NGHTTP2 padding strategies of Node; its types lack the second. */
export const PADDING = {
  none: constants.PADDING_STRATEGY_NONE,
  aligned: 1,
  max: constants.PADDING_STRATEGY_MAX,
} as const;
