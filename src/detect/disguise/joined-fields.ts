import { disguiseNumber } from './disguise.js';
import type { JoinedPieces } from './joined-pieces.js';
import { ViewBuilder } from './view.js';

const FIELDS = disguiseNumber('fields');
/** Places in one message that are tried. */
const MAX_TRIES = 64;

/** Finds the pieces in which a literal of the rules stands that may belong to something longer than they are. */
export interface AnchorFinder {
  find(pieces: JoinedPieces, found: (index: number) => void): void;
}

/**
 * Puts neighbouring values together wherever a rule's literal stands in one of them or across two: first with the next
 * value, then with the one behind that, and so on. Each attempt is a line of the view, so that a rule that wants a
 * token of a certain length finds it whatever follows. Attempts in which nothing is new were made before.
 */
export function joinFields(pieces: JoinedPieces, anchors: AnchorFinder): ViewBuilder | undefined {
  const tries = new Set<number>();
  anchors.find(pieces, (index) => {
    if (tries.size < MAX_TRIES) tries.add(index);
  });
  if (tries.size === 0) return undefined;
  const out = new ViewBuilder(1024);
  for (const first of [...tries].sort((a, b) => a - b)) {
    const last = pieces.rowBehind(first);
    let isNew = pieces.kindOf(first) === 'first';
    for (let end = first + 2; end <= last; end++) {
      isNew ||= pieces.kindOf(end - 1) === 'first';
      if (isNew) addLine(out, pieces, first, end);
    }
  }
  return out.edits.size === 0 ? undefined : out;
}

/** Adds the pieces from `first` on, up to `end`, as a line. */
function addLine(out: ViewBuilder, pieces: JoinedPieces, first: number, end: number): void {
  out.byte(0x0a);
  for (let index = first; index < end; index++) {
    const { from, to } = pieces.placeOf(index);
    const isHere = pieces.kindOf(index) !== 'earlier';
    if (isHere) out.edits.skip(out.length, 0, from, from);
    out.copy(pieces.bytes, pieces.startOf(index), pieces.endOf(index));
    // The seam is what a finding has to lie across.
    const seam = isHere ? to : 0;
    if (index + 1 < end) out.edits.add(FIELDS, out.length, 0, seam, seam);
  }
  out.byte(0x0a);
}
