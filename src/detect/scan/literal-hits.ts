/** Numbers kept for a hit: which literal, where it starts and where it ends. */
const STRIDE = 3;
const FIRST_CAPACITY = 1_024;

/**
 * The literals found in a text, as numbers in a row: handing each to a function costs as much as all that is mostly done
 * with it. Bytes above 127 may be others in the text than in the literal.
 */
export class LiteralHits {
  #cells = new Uint32Array(STRIDE * FIRST_CAPACITY);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The index of the literal in the list given. */
  literalOf(hit: number): number {
    return this.#cells[STRIDE * hit]!;
  }

  startOf(hit: number): number {
    return this.#cells[STRIDE * hit + 1]!;
  }

  /** Where it ends, exclusive. */
  endOf(hit: number): number {
    return this.#cells[STRIDE * hit + 2]!;
  }

  clear(): void {
    this.#count = 0;
  }

  add(literal: number, start: number, end: number): void {
    const at = STRIDE * this.#count++;
    if (at === this.#cells.length) this.#grow();
    const cells = this.#cells;
    cells[at] = literal;
    cells[at + 1] = start;
    cells[at + 2] = end;
  }

  /** Adds one where it belongs: those that end first come first, of those that end at one position the longest. */
  insert(literal: number, start: number, end: number): void {
    this.add(literal, start, end);
    const cells = this.#cells;
    let at = STRIDE * (this.#count - 1);
    while (at > 0 && isBehind(cells[at - 1]!, cells[at - 2]!, end, start)) {
      cells.copyWithin(at, at - STRIDE, at);
      at -= STRIDE;
    }
    cells[at] = literal;
    cells[at + 1] = start;
    cells[at + 2] = end;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#cells.length);
    larger.set(this.#cells);
    this.#cells = larger;
  }
}

function isBehind(end: number, start: number, otherEnd: number, otherStart: number): boolean {
  return end > otherEnd || (end === otherEnd && start > otherStart);
}
