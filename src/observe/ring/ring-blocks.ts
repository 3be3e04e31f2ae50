import { BLOCKS, MAP, type RingMemory } from './layout.js';

/** Where the row of records lies, block by block; both ends of the ring look here. */
export class RingBlocks {
  /** Bytes of each block; a power of two. */
  readonly size: number;
  readonly #control: Int32Array;
  readonly #shift: number;

  constructor({ control, records }: RingMemory) {
    this.size = records.byteLength / BLOCKS;
    this.#control = new Int32Array(control);
    this.#shift = Math.log2(this.size);
  }

  /** The block of a position of the row. */
  at(position: number): number {
    return this.#control[MAP + this.#stretchOf(position)]!;
  }

  /** Where a position of the row lies in the records. */
  place(position: number): number {
    return (this.at(position) << this.#shift) | (position & (this.size - 1));
  }

  /** Bytes from a position to the end of its block. */
  rest(position: number): number {
    return this.size - (position & (this.size - 1));
  }

  /** Lets the stretch of the row that begins at a position lie in a block. */
  assign(position: number, block: number): void {
    this.#control[MAP + this.#stretchOf(position)] = block;
  }

  #stretchOf(position: number): number {
    return (position >>> this.#shift) & (BLOCKS - 1);
  }
}
