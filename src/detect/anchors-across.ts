import type { JoinedPieces } from './disguise/joined-pieces.js';
import { NextBytes } from './next-bytes.js';
import type { Text } from './pattern/text.js';
import type { RuleSet } from './rule-set.js';
import { LiteralHits } from './scan/literal-hits.js';

/** Where a literal stands in pieces that were put in a row. */
interface Standing {
  readonly literal: number;
  readonly start: number;
  readonly end: number;
  /** The piece that it begins in. */
  readonly index: number;
}

/** Finds the pieces in which something begins that might become a match when they are put together with those behind. */
export class AnchorsAcross {
  readonly #rules: RuleSet;
  readonly #next = new NextBytes();
  readonly #hits = new LiteralHits();

  constructor(rules: RuleSet) {
    this.#rules = rules;
  }

  /** Reports each piece as often as an anchor stands there of a match that may go on behind it. */
  find(pieces: JoinedPieces, found: (index: number) => void): void {
    const { scanner } = this.#rules;
    if (scanner === undefined) return;
    const text = { bytes: pieces.bytes, atStart: true, atEnd: true };
    const hits = this.#hits;
    hits.clear();
    scanner.scan(text.bytes, hits);
    for (let hit = 0; hit < hits.count; hit++) {
      const start = hits.startOf(hit);
      const index = pieces.indexAt(start);
      if (this.#mayCross({ literal: hits.literalOf(hit), start, end: hits.endOf(hit), index }, text, pieces))
        found(index);
    }
    this.#next.forget();
  }

  #mayCross({ literal, start, end, index }: Standing, text: Text, pieces: JoinedPieces): boolean {
    const { anchors, matches } = this.#rules;
    const { first, patterns } = anchors;
    const to = first[literal + 1]!;
    let row = first[literal]!;
    if (row === to) return false;
    const { bytes } = text;
    const limit = pieces.endOf(pieces.rowBehind(index) - 1);
    for (; row < to; row++) {
      if (end + 1 < limit && !anchors.mayStandBefore(row, bytes[end]!, bytes[end + 1]!)) continue;
      if (start > pieces.startOf(index) && !anchors.mayStandBehind(row, bytes[start - 1]!)) continue;
      const { pattern } = matches[patterns[row]!]!;
      if (!pattern.mayCross(text, start, pieces.endOf(index), limit)) continue;
      const { needed } = pattern;
      if (needed === undefined || this.#next.anyFrom(bytes, needed, start + 1) < limit) return true;
    }
    return false;
  }
}
