import { DISGUISES, type Disguise } from './disguise.js';

/** Numbers kept for an edit: offset and length in the view, start and end in its source, disguise. */
const STRIDE = 5;

/** The number of an edit that only leaves out what no edit is near. */
const GAP = -1;

/** A range of bytes; `to` is exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Where a view differs from the text that it was made from, in ascending order. Between two edits both are the same.
 * With it, what is found in a view can be traced back to the bytes that really passed.
 */
export class EditList {
  /** A plain array: most lists hold one edit or none, and what a typed one takes lies outside of the heap. */
  readonly #cells: number[] = [];
  #count = 0;
  #isWhole = true;

  /** Whether the view shows all of its source. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  get size(): number {
    return this.#count;
  }

  /** Notes that `out` bytes at offset `at` of the view stand for the source's bytes from `from` to `to`. */
  add(disguise: number, at: number, out: number, from: number, to: number): void {
    this.#cells.push(at, out, from, to, disguise);
    this.#count++;
  }

  /** Notes that `out` bytes at offset `at` of the view stand in for a stretch of the source that was left out. */
  skip(at: number, out: number, from: number, to: number): void {
    this.#isWhole = false;
    this.add(GAP, at, out, from, to);
  }

  /** Where an edit stands in the view. */
  inView(index: number): Range {
    const at = this.#cells[STRIDE * index]!;
    return { from: at, to: at + this.#cells[STRIDE * index + 1]! };
  }

  /** What an edit stands for in the source. */
  inSource(index: number): Range {
    return { from: this.#cells[STRIDE * index + 2]!, to: this.#cells[STRIDE * index + 3]! };
  }

  /** Whether anything was taken off in a range of the view or right beside it. */
  touches(start: number, end: number): boolean {
    for (let i = this.#firstEndingAt(start - 1); i < this.#count; i++) {
      const base = i * STRIDE;
      if (this.#cells[base]! > end) return false;
      if (this.#cells[base + 4] !== GAP) return true;
    }
    return false;
  }

  /**
   * The disguises that were taken off inside of a range of the view or right beside it. Beside counts, because a match
   * may depend on the byte in front of it. None means that the same match stands in the source.
   */
  within(start: number, end: number): readonly Disguise[] {
    const found = new Set<Disguise>();
    for (let i = this.#firstEndingAt(start - 1); i < this.#count; i++) {
      const base = i * STRIDE;
      const at = this.#cells[base]!;
      if (at > end) break;
      const disguise = DISGUISES[this.#cells[base + 4]!];
      if (disguise === undefined) continue;
      // A seam between two fields reveals only what lies across it.
      if (disguise === 'fields' && (at <= start || at >= end)) continue;
      found.add(disguise);
    }
    return [...found];
  }

  /** Where in a range of the view one field ends and the next begins. */
  seamsIn(start: number, end: number): number[] {
    const seams: number[] = [];
    for (let i = this.#firstEndingAt(start + 1); i < this.#count; i++) {
      const at = this.#cells[i * STRIDE]!;
      if (at >= end) break;
      if (DISGUISES[this.#cells[i * STRIDE + 4]!] === 'fields') seams.push(at);
    }
    return seams;
  }

  /** The range of the source that a range of the view stands for. */
  sourceOf(start: number, end: number): Range {
    return { from: this.#map(start).from, to: Math.max(this.#map(end - 1).to, this.#map(start).from) };
  }

  #map(at: number): Range {
    const i = this.#firstEndingAt(at + 1);
    if (i < this.#count) {
      const base = i * STRIDE;
      const start = this.#cells[base]!;
      if (at >= start) return { from: this.#cells[base + 2]!, to: this.#cells[base + 3]! };
    }
    if (i === 0) return { from: at, to: at + 1 };
    const base = (i - 1) * STRIDE;
    const source = this.#cells[base + 3]! + at - (this.#cells[base]! + this.#cells[base + 1]!);
    return { from: source, to: source + 1 };
  }

  /** The first edit whose end in the view is at or behind an offset. */
  #firstEndingAt(offset: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const base = middle * STRIDE;
      if (this.#cells[base]! + this.#cells[base + 1]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
