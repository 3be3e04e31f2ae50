import type { Disguise } from './disguise/disguise.js';
import type { Range } from './disguise/edit-list.js';
import { traceOf, type View } from './disguise/view.js';

/** What is found only because it stands behind a name such as `password`. */
export const GENERIC = 'generic_secret';

/** Where a match stands in the text that passed, and how it was revealed. */
export interface Placed {
  /** In the text that passed. */
  readonly range: Range;
  readonly decoding: readonly Disguise[];
  /** Remembers the match, so that the same thing in a view of a view is not a second one. */
  note(): void;
}

/** Knows for one text what was matched in which view, so that one thing is found once however it can be read. */
export class FoundRanges {
  readonly #found = new Map<View, { pattern: string; range: Range }[]>();

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** @returns undefined for a match that is already known from a view that is less changed. */
  place(pattern: string, view: View, start: number, end: number): Placed | undefined {
    const trace = traceOf(view, start, end);
    if (trace === undefined) return undefined;
    const { path, range, decoding } = trace;
    // Put together from pieces, a secret may turn out to be another one than each piece seemed to be.
    const isAnother = decoding.includes('fields') && pattern !== GENERIC;
    const mirrored = decoding.includes('rot13') || decoding.includes('reversed');
    if (
      !mirrored &&
      !isAnother &&
      path.some((step, i) => i > 0 && this.#overlaps(step.view, step.range, (known) => known === pattern))
    )
      return undefined;
    return {
      range,
      decoding,
      note: () => {
        const known = this.#found.get(view);
        if (known === undefined) this.#found.set(view, [{ pattern, range: { from: start, to: end } }]);
        else known.push({ pattern, range: { from: start, to: end } });
      },
    };
  }

  /** Whether anything was matched in a range of a view, or in what it was made from, by more than its name. */
  covers(view: View, range: Range): boolean {
    let at = range;
    for (let current: View | undefined = view; current !== undefined; current = current.parent) {
      if (this.#overlaps(current, at, (known) => known !== GENERIC)) return true;
      at = current.edits.sourceOf(at.from, at.to);
    }
    return false;
  }

  /** Whether a match of such a pattern stands in a view where a range does. */
  #overlaps(view: View, { from, to }: Range, isSuch: (pattern: string) => boolean): boolean {
    return (this.#found.get(view) ?? []).some(
      ({ pattern, range }) => isSuch(pattern) && range.from < to && from < range.to,
    );
  }
}
