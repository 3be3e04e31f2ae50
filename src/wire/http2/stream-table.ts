/** One side of a connection, seen from the client: its own bytes go out. */
export type Http2Side = 'outbound' | 'inbound';

/** What is remembered of a stream while it is open (RFC 9113 §5.1, as somebody between the peers sees it). */
export interface Http2Stream {
  readonly id: number;
  /** Which directions carry nothing more. */
  outboundOver: boolean;
  inboundOver: boolean;
  /** The final response has been seen; further headers are trailers. */
  responded: boolean;
}

/** Most streams that are tracked at a time. Servers commonly allow 100 to 1,000. */
export const MAX_STREAMS = 10_000;

/** The open streams of a connection, up to a bound. */
export class StreamTable {
  readonly #streams = new Map<number, Http2Stream>();
  readonly #max: number;
  readonly #mayOpen: (id: number) => boolean;
  /** Highest identifier that the client and the server (with promises) have opened: they only count up. */
  #highestOdd = 0;
  #highestEven = 0;

  constructor(max: number, mayOpen: (id: number) => boolean) {
    this.#max = max;
    this.#mayOpen = mayOpen;
  }

  get(id: number): Http2Stream | undefined {
    return this.#streams.get(id);
  }

  get size(): number {
    return this.#streams.size;
  }

  get highestOdd(): number {
    return this.#highestOdd;
  }

  /** Whether the identifier is new, that is, neither open nor closed (RFC 9113 §5.1.1). Notes it if so. */
  isNew(id: number): boolean {
    if (id % 2 === 1) {
      if (id <= this.#highestOdd) return false;
      this.#highestOdd = id;
    } else {
      if (id <= this.#highestEven) return false;
      this.#highestEven = id;
    }
    return true;
  }

  /** @returns undefined when as many as allowed are open already. */
  open(id: number): Http2Stream | undefined {
    if (this.#streams.size >= this.#max || !this.#mayOpen(id)) return undefined;
    const stream = { id, outboundOver: false, inboundOver: false, responded: false };
    this.#streams.set(id, stream);
    return stream;
  }

  delete(id: number): void {
    this.#streams.delete(id);
  }

  /** Marks a direction of every stream as over and removes the streams that are over on both. @returns their ids. */
  sideOver(side: Http2Side): number[] {
    const closed: number[] = [];
    for (const stream of this.#streams.values()) {
      markOver(stream, side);
      if (isOver(stream, 'outbound') && isOver(stream, 'inbound')) closed.push(stream.id);
    }
    for (const id of closed) this.#streams.delete(id);
    return closed;
  }
}

export function isOver(stream: Http2Stream, side: Http2Side): boolean {
  return side === 'outbound' ? stream.outboundOver : stream.inboundOver;
}

export function markOver(stream: Http2Stream, side: Http2Side): void {
  if (side === 'outbound') stream.outboundOver = true;
  else stream.inboundOver = true;
}
