import type { Range } from './disguise/edit-list.js';
import type { Mirror } from './disguise/mirror.js';

/** Collects the ranges of a text that have to be looked at in a mirror, and merges those that touch. */
export class MirrorRanges {
  readonly #ranges: Record<Mirror, { from: number; to: number }[]> = { rot13: [], reversed: [] };

  readonly add = (mirror: Mirror, from: number, to: number): void => {
    const ranges = this.#ranges[mirror];
    const last = ranges.at(-1);
    // Anchors are found nearly in order; merging at once keeps the list short on hostile text.
    if (last !== undefined && from <= last.to && to >= last.from) {
      last.from = Math.min(last.from, from);
      last.to = Math.max(last.to, to);
    } else ranges.push({ from, to });
  };

  /** The ranges of a mirror, in order, none touching another. */
  of(mirror: Mirror): readonly Range[] {
    const merged: { from: number; to: number }[] = [];
    for (const range of this.#ranges[mirror].sort((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last !== undefined && range.from <= last.to) last.to = Math.max(last.to, range.to);
      else merged.push({ ...range });
    }
    return merged;
  }
}
