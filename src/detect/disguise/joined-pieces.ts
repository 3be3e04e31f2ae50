import type { Range } from './edit-list.js';

/**
 * What a piece is: tried for the `first` time; tried `before`, as it stands in what this text was made from; or of an
 * `earlier` text, so that it has no place in this one.
 */
export type Piece = 'first' | 'before' | 'earlier';

/** A secret in more pieces than this is not put together. */
export const MAX_PIECES = 6;
const FIRST_CAPACITY = 4 * 1024;

/** Values that may be pieces of a secret, in a row, as one text. One is used again and again: each message has hundreds. */
export class JoinedPieces {
  #bytes = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  #length = 0;
  #count = 0;
  // Per piece; what stands behind the last is left from before.
  readonly #starts: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #kinds: Piece[] = [];
  readonly #rows: number[] = [];
  #row = 0;
  /** The piece that was asked for last: offsets are mostly asked for in ascending order. */
  #last = 0;

  /** Of the pieces in a row; valid until the next is added. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#length = 0;
    this.#count = 0;
    this.#last = 0;
  }

  /** What is added from here on is no neighbour of what was. */
  separate(): void {
    this.#row++;
  }

  add(source: Uint8Array, from: number, to: number, kind: Piece): void {
    const index = this.#count++;
    const start = this.#length;
    this.#length += to - from;
    if (this.#length > this.#bytes.length) this.#grow(start);
    const bytes = this.#bytes;
    for (let i = from, at = start; i < to;) bytes[at++] = source[i++]!;
    this.#starts[index] = start;
    this.#from[index] = from;
    this.#to[index] = to;
    this.#kinds[index] = kind;
    this.#rows[index] = this.#row;
  }

  kindOf(index: number): Piece {
    return this.#kinds[index]!;
  }

  /** Where a piece stood in its text. */
  placeOf(index: number): Range {
    return { from: this.#from[index]!, to: this.#to[index]! };
  }

  /** Behind which piece those end that may be put together with one. */
  rowBehind(first: number): number {
    let end = Math.min(this.#count, first + MAX_PIECES);
    while (this.#rows[end - 1] !== this.#rows[first]) end--;
    return end;
  }

  /** Whether nothing was left out between two pieces. */
  isInRow(first: number, other: number): boolean {
    return this.#rows[first] === this.#rows[other];
  }

  /** Where a piece begins in the whole. */
  startOf(index: number): number {
    return this.#starts[index]!;
  }

  /** Where a piece ends in the whole, exclusive. */
  endOf(index: number): number {
    return index + 1 < this.#count ? this.#starts[index + 1]! : this.#length;
  }

  /** The number of the piece in which a byte of the whole lies. */
  indexAt(offset: number): number {
    let index = this.#last;
    while (index > 0 && this.#starts[index]! > offset) index--;
    while (index + 1 < this.#count && this.#starts[index + 1]! <= offset) index++;
    this.#last = index;
    return index;
  }

  #grow(used: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#length, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, used));
    this.#bytes = larger;
  }
}
