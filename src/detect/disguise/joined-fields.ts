import { disguiseNumber } from './disguise.js';
import type { Fragment } from './fragments.js';
import { ViewBuilder } from './view.js';

const FIELDS = disguiseNumber('fields');
/** A secret in more pieces than this is not put together. */
const MAX_PIECES = 6;
/** Places in one message that are tried. */
const MAX_TRIES = 64;

/** A piece of a secret, perhaps. */
export interface Piece {
  readonly fragment: Fragment;
  /** Whether it is tried for the first time; what came with an earlier text has no place in this one. */
  readonly isNew: boolean;
}

/** For an offset of pieces in a row: where its piece begins and ends, and where the last that is put together with it ends. */
export interface Borders {
  readonly begin: number;
  readonly border: number;
  readonly limit: number;
}

/** Finds the literals of the rules in a text that may belong to something longer than the piece that they begin in. */
export type AnchorFinder = (
  bytes: Uint8Array,
  bordersAround: (start: number) => Borders,
  found: (start: number) => void,
) => void;

/**
 * Puts neighbouring values together wherever a rule's literal stands in one of them or across two: first with the next
 * value, then with the one behind that, and so on. Each attempt is a line of the view, so that a rule that wants a
 * token of a certain length finds it whatever follows. Attempts in which nothing is new were made before.
 */
export function joinFields(pieces: JoinedPieces, anchorsAcross: AnchorFinder): ViewBuilder | undefined {
  const tries = new Set<number>();
  const bordersAround = (start: number): Borders => {
    const first = pieces.indexAt(start);
    const [begin, border] = [pieces.startOf(first), pieces.endOf(first)];
    return { begin, border, limit: pieces.endOf(first + MAX_PIECES - 1) };
  };
  anchorsAcross(pieces.bytes, bordersAround, (start) => {
    if (tries.size < MAX_TRIES) tries.add(pieces.indexAt(start));
  });
  if (tries.size === 0) return undefined;
  const out = new ViewBuilder(1024);
  for (const first of [...tries].sort((a, b) => a - b)) {
    const last = Math.min(pieces.list.length, first + MAX_PIECES);
    let isNew = pieces.list[first]!.isNew;
    for (let end = first + 2; end <= last; end++) {
      isNew ||= pieces.list[end - 1]!.isNew;
      if (isNew) addLine(out, pieces.list.slice(first, end));
    }
  }
  return out.edits.size === 0 ? undefined : out;
}

function addLine(out: ViewBuilder, pieces: readonly Piece[]): void {
  out.byte(0x0a);
  pieces.forEach(({ fragment, isNew }, i) => {
    if (isNew) out.edits.skip(out.length, 0, fragment.from, fragment.from);
    out.copy(fragment.source, fragment.from, fragment.to);
    // The seam is what a finding has to lie across.
    const seam = isNew ? fragment.to : 0;
    if (i + 1 < pieces.length) out.edits.add(FIELDS, out.length, 0, seam, seam);
  });
  out.byte(0x0a);
}

/** Pieces in a row, as one text. */
export class JoinedPieces {
  readonly list: readonly Piece[];
  readonly bytes: Buffer;
  readonly #starts: number[] = [];

  constructor(list: readonly Piece[]) {
    this.list = list;
    let length = 0;
    for (const { fragment } of list) length += fragment.to - fragment.from;
    this.bytes = Buffer.allocUnsafe(length);
    let at = 0;
    for (const { fragment } of list) {
      this.#starts.push(at);
      for (let i = fragment.from; i < fragment.to; i++) this.bytes[at++] = fragment.source[i]!;
    }
  }

  /** Where a piece begins in the whole. */
  startOf(index: number): number {
    return this.#starts[index]!;
  }

  /** Where a piece ends in the whole, exclusive. */
  endOf(index: number): number {
    return this.#starts[index + 1] ?? this.bytes.length;
  }

  /** The number of the piece in which a byte of the whole lies. */
  indexAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
