import { disguiseNumber } from './disguise.js';
import type { Fragment } from './fragments.js';
import { ViewBuilder } from './view.js';

const FIELDS = disguiseNumber('fields');
/** A secret in more pieces than this is not put together. */
const MAX_PIECES = 6;
/** Places in one message that are tried. */
const MAX_TRIES = 64;

/** Finds the literals of the rules in a text. */
export type AnchorFinder = (bytes: Uint8Array, found: (start: number) => void) => void;

/**
 * Puts neighbouring values together wherever a rule's literal stands in one of them or across two: first with the next
 * value, then with the one behind that, and so on. Each attempt is a line of the view, so that a rule that wants a
 * token of a certain length finds it whatever follows.
 *
 * @param isNew Whether a fragment is of the present message; attempts without one were made before.
 */
export function joinFields(
  fragments: readonly Fragment[],
  anchorsIn: AnchorFinder,
  isNew: (index: number) => boolean,
): ViewBuilder | undefined {
  if (fragments.length < 2) return undefined;
  const starts: number[] = [];
  let length = 0;
  for (const { bytes } of fragments) {
    starts.push(length);
    length += bytes.length;
  }
  const all = Buffer.concat(fragments.map(({ bytes }) => bytes));
  const tries = new Set<number>();
  anchorsIn(all, (start) => {
    if (tries.size < MAX_TRIES) tries.add(fragmentAt(starts, start));
  });
  if (tries.size === 0) return undefined;
  const out = new ViewBuilder(1024);
  for (const first of [...tries].sort((a, b) => a - b)) {
    const last = Math.min(fragments.length, first + MAX_PIECES);
    for (let end = first + 2; end <= last; end++) {
      if (!isNew(end - 1)) continue;
      out.byte(0x0a);
      for (let i = first; i < end; i++) {
        const { bytes, to } = fragments[i]!;
        out.copyAll(bytes);
        // The seam is what a finding has to lie across. What came with an earlier message has no place in this one.
        const seam = isNew(i) ? to : 0;
        if (i + 1 < end) out.edits.add(FIELDS, out.length, 0, seam, seam);
      }
      out.byte(0x0a);
    }
  }
  return out.edits.size === 0 ? undefined : out;
}

function fragmentAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}
