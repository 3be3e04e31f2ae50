import type { Content, ContentSink, Direction } from './content.js';
import type { HostNames } from './http/host-names.js';

/** One protocol on one connection, read in both directions. */
export interface Conversation {
  /**
   * Takes the next bytes of a direction.
   *
   * @returns how many of them were not scanned, by reason.
   */
  bytes(direction: Direction, bytes: Uint8Array): Unscanned;
  /** Bytes of a direction went by unseen. Returns whether the place is still known. */
  skip(direction: Direction, count: number): boolean;
  /** How many of the next bytes of a direction are of no use: the rest of a body whose limit is reached. */
  unneeded(direction: Direction): number;
  end(direction: Direction): void;
  /** The connection pauses: what came so far is looked at. */
  idle(): void;
  /** Why the rest of the connection cannot be read; undefined while it can. */
  readonly broken: string | undefined;
  /** Messages whose scan is not finished yet, because a decoder is still at work. */
  readonly pending: number;
}

/** Bytes of one call that were not scanned. */
export interface Unscanned {
  truncated: number;
  unparsed: number;
  /** Why some could not be read, where there is more to say than that. */
  reason?: string;
}

/** What a conversation needs to hand on what it reads. */
export interface ConversationContext {
  readonly sink: ContentSink;
  /** Most bytes of a message that are scanned. */
  readonly maxScanBytes: number;
  /**
   * Bytes that were taken as scanned and turned out not to be, because a decoder failed or met its bound later. Added
   * to as they become known.
   */
  readonly late: Unscanned;
  /** Hosts that this connection has named. */
  readonly names: HostNames;
  /** Describes content of this connection. */
  content(direction: Direction, location: Content['location']): Content;
}
