import type { HeaderField } from '../../../src/wire/http1/head.js';
import { Http2Connection } from '../../../src/wire/http2/connection.js';
import type { Http2Request, Http2Response } from '../../../src/wire/http2/message.js';
import { feedCut } from '../support/cuts.js';
import type { RecordedChunk } from '../support/record.js';

export interface SeenSide {
  data: string;
  lost: number;
  trailers: readonly HeaderField[] | undefined;
  ended: boolean;
}

export interface SeenStream {
  readonly id: number;
  request: Http2Request | undefined;
  promisedOn: number | undefined;
  readonly informational: Http2Response[];
  response: Http2Response | undefined;
  readonly outbound: SeenSide;
  readonly inbound: SeenSide;
  reset: string | undefined;
  closed: boolean;
}

/** Everything that a connection reports, in a form that does not depend on the cut. */
export class Http2Observation {
  readonly streams = new Map<number, SeenStream>();
  readonly broken: Record<string, string> = {};
  readonly unseen = { outbound: 0, inbound: 0 };
  readonly goaway: { side: string; lastStreamId: number; errorCode: number; debug: string }[] = [];
  readonly connection: Http2Connection;

  constructor(maxStreams?: number) {
    this.connection = new Http2Connection(
      {
        request: (id, request) => (this.stream(id).request = request),
        informational: (id, response) => this.stream(id).informational.push(response),
        response: (id, response) => (this.stream(id).response = response),
        trailers: (side, id, list) => (this.stream(id)[side].trailers = list.fields),
        push: (id, promisedId, request) => Object.assign(this.stream(promisedId), { request, promisedOn: id }),
        data: (side, id, slice) => (this.stream(id)[side].data += Buffer.from(slice).toString('latin1')),
        dataLost: (side, id, bytes) => (this.stream(id)[side].lost += bytes),
        end: (side, id) => (this.stream(id)[side].ended = true),
        reset: (side, id, code) => (this.stream(id).reset = `${side} ${code}`),
        closed: (id) => (this.stream(id).closed = true),
        goaway: (side, lastStreamId, errorCode, debug) =>
          this.goaway.push({ side, lastStreamId, errorCode, debug: Buffer.from(debug).toString() }),
        unseen: (side, bytes) => (this.unseen[side] += bytes),
        broken: (side, reason) => (this.broken[side] = reason),
      },
      undefined,
      maxStreams,
    );
  }

  stream(id: number): SeenStream {
    let stream = this.streams.get(id);
    if (stream === undefined) {
      stream = {
        id,
        request: undefined,
        promisedOn: undefined,
        informational: [],
        response: undefined,
        outbound: { data: '', lost: 0, trailers: undefined, ended: false },
        inbound: { data: '', lost: 0, trailers: undefined, ended: false },
        reset: undefined,
        closed: false,
      };
      this.streams.set(id, stream);
    }
    if (stream.closed) throw new Error(`stream ${id} is heard of after it was closed`);
    return stream;
  }

  feed(chunks: readonly RecordedChunk[], cut: readonly number[]): this {
    for (const { side, bytes } of merged(chunks)) {
      feedCut(bytes, cut, (chunk) => this.connection.feed(side, chunk));
    }
    return this;
  }

  finish(): this {
    this.connection.finish('outbound');
    this.connection.finish('inbound');
    return this;
  }

  /** All of it as plain data, for comparison. */
  get summary(): unknown {
    const { streams, broken, unseen, goaway } = this;
    return { streams: [...streams.values()].sort((a, b) => a.id - b.id), broken, unseen, goaway };
  }
}

/** Joins neighbours of the same side, so that a cut can span what were two reads. */
function merged(chunks: readonly RecordedChunk[]): RecordedChunk[] {
  const out: RecordedChunk[] = [];
  for (const chunk of chunks) {
    const last = out.at(-1);
    if (last?.side !== chunk.side) out.push(chunk);
    else out[out.length - 1] = { side: last.side, bytes: Buffer.concat([last.bytes, chunk.bytes]) };
  }
  return out;
}
