/** What {@link GrpcMessages} finds, in the order of the bytes. Slices point into the chunk that was fed. */
export interface GrpcEvents {
  /** A message of so many bytes begins. If compressed, then as the `grpc-encoding` field of the stream says. */
  start(compressed: boolean, length: number): void;
  data(slice: Uint8Array): void;
  /** So many bytes of the message were skipped. */
  lost(bytes: number): void;
  end(): void;
  /**
   * The bytes are not length-prefixed messages (any more). Nothing further is reported.
   *
   * @param prefix What was taken for the beginning of a message; valid only during the call.
   */
  broken(reason: string, prefix: Uint8Array): void;
}

const PREFIX_BYTES = 5;

const COMPRESSED = 0x01;
/** Flags of the protocols that borrowed the prefix: the end of a stream in Connect, trailers in gRPC-Web. */
const END_STREAM = 0x02;
const TRAILERS = 0x80;
const KNOWN_FLAGS = COMPRESSED | END_STREAM | TRAILERS;

type State = 'prefix' | 'message' | 'broken';

/**
 * Finds the length-prefixed messages in one direction of a gRPC stream, fed with any cut of its DATA.
 *
 *     flags (1 octet, 1 = compressed)  length (4 octets, big-endian)  message ...
 *
 * Source: "gRPC over HTTP2", Length-Prefixed-Message. gRPC-Web and the Connect protocol frame streams the same way.
 */
export class GrpcMessages {
  readonly #events: GrpcEvents;
  #state: State = 'prefix';
  readonly #prefix = new Uint8Array(PREFIX_BYTES);
  #prefixBytes = 0;
  #remaining = 0;

  constructor(events: GrpcEvents) {
    this.#events = events;
  }

  /**
   * Takes the next bytes of the stream.
   *
   * @returns how many of them were taken; less than given only once the bytes are not messages any more.
   */
  feed(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length && this.#state !== 'broken') {
      if (this.#state === 'prefix') {
        this.#prefix[this.#prefixBytes++] = chunk[at++]!;
        if (this.#prefixBytes === PREFIX_BYTES) this.#start();
      } else {
        const slice = chunk.subarray(at, at + this.#remaining);
        this.#events.data(slice);
        at += slice.length;
        this.#advance(slice.length);
      }
    }
    return at;
  }

  /** Bytes of the stream were lost: inside a message the count keeps the place; anywhere else the place is lost. */
  skip(bytes: number): void {
    if (this.#state === 'broken' || bytes === 0) return;
    if (this.#state === 'prefix' || bytes > this.#remaining) {
      this.#break('bytes lost');
      return;
    }
    this.#events.lost(bytes);
    this.#advance(bytes);
  }

  /** The stream has ended. */
  finish(): void {
    if (this.#state === 'message' || this.#prefixBytes > 0) this.#break('cut short');
  }

  #start(): void {
    const [flags, a, b, c, d] = this.#prefix;
    if ((flags! & ~KNOWN_FLAGS) !== 0) {
      this.#break('not a gRPC message');
      return;
    }
    this.#prefixBytes = 0;
    this.#remaining = a! * 0x1000000 + b! * 0x10000 + c! * 0x100 + d!;
    this.#state = 'message';
    this.#events.start((flags! & COMPRESSED) !== 0, this.#remaining);
    this.#advance(0);
  }

  #advance(bytes: number): void {
    this.#remaining -= bytes;
    if (this.#remaining > 0) return;
    this.#state = 'prefix';
    this.#events.end();
  }

  #break(reason: string): void {
    const prefix = this.#prefix.subarray(0, this.#prefixBytes);
    this.#state = 'broken';
    this.#prefixBytes = 0;
    this.#events.broken(reason, prefix);
  }
}
