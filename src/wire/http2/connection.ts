import { Http2Direction, type DirectionEvents } from './direction.js';
import { MAX_TABLE_BYTES } from './hpack-decoder.js';
import { requestOf, responseOf, type HeaderList, type Http2Request, type Http2Response } from './message.js';
import { isOver, markOver, MAX_STREAMS, StreamTable, type Http2Side, type Http2Stream } from './stream-table.js';
import { TableLimit } from './table-limit.js';

/** What an {@link Http2Connection} finds. Slices are valid only during the call. */
export interface Http2Events {
  /** A stream is opened by a request. Its content is outbound `data`. */
  request(streamId: number, request: Http2Request): void;
  /** A 1xx response; more follow, then a final one. */
  informational(streamId: number, response: Http2Response): void;
  /** The final response. Its request is not known when the outbound side broke before it came. */
  response(streamId: number, response: Http2Response): void;
  trailers(side: Http2Side, streamId: number, list: HeaderList): void;
  /** The server answers a request that the client did not make. The response follows on the promised stream. */
  push(streamId: number, promisedId: number, request: Http2Request): void;
  /** Content of a stream, without frame headers and padding. */
  data(side: Http2Side, streamId: number, slice: Uint8Array): void;
  /** So many bytes of content were skipped. */
  dataLost(side: Http2Side, streamId: number, bytes: number): void;
  /** This direction of the stream is complete. */
  end(side: Http2Side, streamId: number): void;
  /** The stream was cut off by that side (RFC 9113 §6.4). `closed` follows. */
  reset(side: Http2Side, streamId: number, errorCode: number): void;
  /** Nothing more is reported for this stream: both directions ended, are broken or finished, or it was reset. */
  closed(streamId: number): void;
  /** That side takes no new streams beyond the last one (RFC 9113 §6.8). */
  goaway(side: Http2Side, lastStreamId: number, errorCode: number, debug: Uint8Array): void;
  /**
   * So many bytes were passed over: header blocks and content of streams that are not tracked (too many at a time, or
   * closed already), header blocks whose list was cut at the bound, padding that is not zero, and frames as far as they
   * were announced that are of unknown types or longer than their type can be.
   */
  unseen(side: Http2Side, bytes: number): void;
  /** The bytes of this side are not HTTP/2 (any more). Nothing further is reported for it; the other side goes on. */
  broken(side: Http2Side, reason: string): void;
}

/**
 * Follows an HTTP/2 connection from both directions of its bytes (RFC 9113), from the client's preface on. Bytes of
 * the two sides must come in an order that is possible between the peers, as a relay sees them.
 */
export class Http2Connection {
  readonly #events: Http2Events;
  readonly #streams: StreamTable;
  readonly #sides: Readonly<Record<Http2Side, Http2Direction>>;
  readonly #over: Record<Http2Side, boolean> = { outbound: false, inbound: false };
  /** What each side announced, which holds for the table of the other. */
  readonly #tables: Readonly<Record<Http2Side, TableLimit>> = { outbound: new TableLimit(), inbound: new TableLimit() };
  /** Streams that were opened by their answer. */
  readonly #unrequested = new Set<number>();

  /** @param mayOpen Asked before a stream is tracked; each one that it allowed is told as closed at last. */
  constructor(events: Http2Events, mayOpen: (id: number) => boolean = () => true, maxStreams: number = MAX_STREAMS) {
    this.#events = events;
    this.#streams = new StreamTable(maxStreams, mayOpen);
    this.#sides = {
      outbound: new Http2Direction('client', this.#eventsOf('outbound')),
      inbound: new Http2Direction('server', this.#eventsOf('inbound')),
    };
  }

  /** Takes the next bytes of one side. */
  feed(side: Http2Side, chunk: Uint8Array): void {
    this.#sides[side].feed(chunk);
  }

  /**
   * Bytes of one side were lost before they could be fed. Inside a DATA payload the count keeps the place; anywhere
   * else this side is broken.
   */
  skip(side: Http2Side, bytes: number): void {
    this.#sides[side].skip(bytes);
  }

  /** One side has ended (FIN). */
  finish(side: Http2Side): void {
    this.#sides[side].finish();
    this.#sideOver(side);
  }

  /** Bytes of one side that wait for the rest of a frame or header block; nothing was reported of them yet. */
  waiting(side: Http2Side): number {
    return this.#sides[side].waiting;
  }

  /** How many streams are tracked at the moment. */
  get openStreams(): number {
    return this.#streams.size;
  }

  #eventsOf(side: Http2Side): DirectionEvents {
    return {
      headers: (id, list) => {
        this.#noteCut(side, list);
        if (side === 'outbound') this.#outboundHeaders(id, list);
        else this.#inboundHeaders(id, list);
      },
      promise: (id, promisedId, list) => {
        this.#noteCut(side, list);
        this.#promise(id, promisedId, list);
      },
      data: (id, slice) => {
        if (this.#carriesData(side, id)) this.#events.data(side, id, slice);
        else this.#events.unseen(side, slice.length);
      },
      dataLost: (id, bytes) => {
        if (this.#carriesData(side, id)) this.#events.dataLost(side, id, bytes);
      },
      endStream: (id) => this.#endStream(side, id),
      reset: (id, errorCode) => this.#reset(side, id, errorCode),
      goaway: (lastId, errorCode, debug) => this.#events.goaway(side, lastId, errorCode, debug),
      settings: (tableSize) => this.#settings(side, tableSize),
      settingsAck: () => this.#settingsAck(side),
      passedOver: (bytes) => this.#events.unseen(side, bytes),
      broken: (reason) => {
        this.#events.broken(side, reason);
        this.#sideOver(side);
      },
    };
  }

  #noteCut(side: Http2Side, list: HeaderList): void {
    if (list.truncated) this.#events.unseen(side, list.encodedBytes);
  }

  #outboundHeaders(id: number, list: HeaderList): void {
    const stream = this.#streams.get(id);
    if (stream !== undefined && !stream.outboundOver) {
      this.#events.trailers('outbound', id, list);
    } else if (stream === undefined && id % 2 === 1 && this.#streams.isNew(id) && this.#open(id) !== undefined) {
      this.#events.request(id, requestOf(list));
    } else {
      this.#events.unseen('outbound', list.encodedBytes);
    }
  }

  #inboundHeaders(id: number, list: HeaderList): void {
    const stream = this.#streams.get(id) ?? this.#openUnrequested(id);
    if (stream === undefined || stream.inboundOver) {
      this.#events.unseen('inbound', list.encodedBytes);
    } else if (stream.responded) {
      this.#events.trailers('inbound', id, list);
    } else {
      const response = responseOf(list);
      stream.responded = response.status < 100 || response.status > 199;
      if (stream.responded) this.#events.response(id, response);
      else this.#events.informational(id, response);
    }
  }

  #promise(id: number, promisedId: number, list: HeaderList): void {
    const stream = promisedId % 2 === 0 && this.#streams.isNew(promisedId) ? this.#open(promisedId) : undefined;
    if (stream === undefined) {
      this.#events.unseen('inbound', list.encodedBytes);
      return;
    }
    stream.outboundOver = true;
    this.#events.push(id, promisedId, requestOf(list));
  }

  #open(id: number): Http2Stream | undefined {
    const stream = this.#streams.open(id);
    // A side that broke or finished says nothing more about any stream.
    if (stream !== undefined) {
      stream.outboundOver = this.#over.outbound;
      stream.inboundOver = this.#over.inbound;
    }
    return stream;
  }

  /**
   * After the outbound side broke, answers to requests that could not be read still can: in any order, and each stream
   * once. The newest of them are remembered.
   */
  #openUnrequested(id: number): Http2Stream | undefined {
    if (!this.#over.outbound || id % 2 === 0 || id <= this.#streams.highestOdd) return undefined;
    if (this.#unrequested.has(id)) return undefined;
    const stream = this.#open(id);
    if (stream === undefined) return undefined;
    const [oldest] = this.#unrequested;
    if (oldest !== undefined && this.#unrequested.size >= MAX_STREAMS) this.#unrequested.delete(oldest);
    this.#unrequested.add(id);
    return stream;
  }

  #carriesData(side: Http2Side, id: number): boolean {
    const stream = this.#streams.get(id);
    return stream !== undefined && !isOver(stream, side) && (side === 'outbound' || stream.responded);
  }

  #endStream(side: Http2Side, id: number): void {
    const stream = this.#streams.get(id);
    if (stream === undefined || isOver(stream, side)) return;
    markOver(stream, side);
    this.#events.end(side, id);
    if (stream.outboundOver && stream.inboundOver) this.#close(id);
  }

  #reset(side: Http2Side, id: number, errorCode: number): void {
    if (this.#streams.get(id) === undefined) return;
    this.#events.reset(side, id, errorCode);
    this.#close(id);
  }

  #close(id: number): void {
    this.#streams.delete(id);
    this.#events.closed(id);
  }

  #settings(side: Http2Side, tableSize: number | undefined): void {
    const table = this.#tables[side];
    table.announced(tableSize);
    this.#limitEncoder(otherSide(side), table.bytes);
  }

  #settingsAck(side: Http2Side): void {
    const table = this.#tables[otherSide(side)];
    if (table.acknowledged()) this.#limitEncoder(side, table.bytes);
  }

  #limitEncoder(side: Http2Side, limit: number): void {
    if (!this.#over[otherSide(side)]) this.#sides[side].limitTable(limit);
  }

  #sideOver(side: Http2Side): void {
    if (this.#over[side]) return;
    this.#over[side] = true;
    // It can no longer say how large the table of the other may be.
    if (this.#sides[side].broken) this.#sides[otherSide(side)].limitTable(MAX_TABLE_BYTES);
    for (const id of this.#streams.sideOver(side)) this.#events.closed(id);
  }
}

function otherSide(side: Http2Side): Http2Side {
  return side === 'outbound' ? 'inbound' : 'outbound';
}
