import { GrowingBytes } from '../http1/growing-bytes.js';
import { HpackDecoder } from './hpack-decoder.js';
import type { HeaderList } from './message.js';

/** Largest header block, in bytes as on the wire, over all its frames. */
const MAX_HEADER_BLOCK_BYTES = 1024 * 1024;

/** What a header block belongs to. */
export interface BlockPlace {
  readonly streamId: number;
  /** The stream that a PUSH_PROMISE promises. */
  readonly promisedId: number | undefined;
  readonly endStream: boolean;
}

/** What came of a piece of a header block. */
export type BlockOutcome =
  /** CONTINUATION frames go on with it. */
  | { readonly kind: 'open' }
  | { readonly kind: 'whole'; readonly list: HeaderList }
  | { readonly kind: 'broken'; readonly reason: string };

/** The header blocks of one direction: joined over their frames (RFC 9113 §4.3) and decoded. */
export class HeaderBlocks {
  readonly #hpack = new HpackDecoder();
  readonly #held = new GrowingBytes();
  #open: BlockPlace | undefined;

  /** The block that is not whole yet. */
  get open(): BlockPlace | undefined {
    return this.#open;
  }

  /** Bytes of it. */
  get waiting(): number {
    return this.#held.length;
  }

  /** How large the encoder of this direction may make its table. */
  limitTable(bytes: number): void {
    this.#hpack.limitTable(bytes);
  }

  /** @param isLast Whether the frame ends its block (END_HEADERS). */
  add(place: BlockPlace, fragment: Uint8Array, isLast: boolean): BlockOutcome {
    if (this.#held.length + fragment.length > MAX_HEADER_BLOCK_BYTES) {
      return { kind: 'broken', reason: 'header block too large' };
    }
    if (!isLast) {
      this.#held.append(fragment);
      this.#open = place;
      return { kind: 'open' };
    }
    if (this.#open === undefined) return this.#decode(fragment);
    this.#held.append(fragment);
    this.#open = undefined;
    const outcome = this.#decode(this.#held.view());
    this.#held.clear();
    return outcome;
  }

  /** Nothing more comes. */
  clear(): void {
    this.#held.clear();
  }

  #decode(block: Uint8Array): BlockOutcome {
    const outcome = this.#hpack.decode(block);
    if (outcome.kind === 'broken') return outcome;
    const { fields, truncated } = outcome;
    return { kind: 'whole', list: { fields, truncated, encodedBytes: block.length } };
  }
}
