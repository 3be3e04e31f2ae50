import type { Continuation } from './disguise/joined-fields.js';
import type { JoinedPieces } from './disguise/joined-pieces.js';
import { NextBytes } from './next-bytes.js';
import type { Text } from './pattern/text.js';
import type { RuleSet } from './rule-set.js';
import { LiteralHits } from './scan/literal-hits.js';

/** The patterns of tokens that their beginning tells: what is near any other value by chance may well be called a secret. */
const TOKENS: ReadonlySet<string> = new Set(['ai_api_key', 'vendor_token', 'aws_access_key_id']);
/** Letters of a token that have to be there for what is not beside it to be tried. */
const MIN_BEGINNING = 5;

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
  /** Per literal, whether any token has it. */
  readonly #isOfToken: readonly boolean[];

  constructor(rules: RuleSet) {
    this.#rules = rules;
    const { anchors, matches } = rules;
    const rows = Array.from(anchors.patterns, (pattern) => TOKENS.has(matches[pattern]!.rule.pattern));
    this.#isOfToken = Array.from(anchors.first, (from, literal) =>
      rows.slice(from, anchors.first[literal + 1]).includes(true),
    );
  }

  /** Reports each piece as often as an anchor stands there of a match that may go on behind it, and where it may go on. */
  find(pieces: JoinedPieces, found: (index: number, where: Continuation) => void): void {
    const { scanner } = this.#rules;
    if (scanner === undefined) return;
    const text = { bytes: pieces.bytes, atStart: true, atEnd: true };
    const hits = this.#hits;
    hits.clear();
    scanner.scan(text.bytes, hits);
    for (let hit = 0; hit < hits.count; hit++) {
      const start = hits.startOf(hit);
      const index = pieces.indexAt(start);
      const standing = { literal: hits.literalOf(hit), start, end: hits.endOf(hit), index };
      if (this.#mayCross(standing, text, pieces)) found(index, 'neighbour');
      if (this.#isCutOff(standing, text, pieces)) found(index, 'further');
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

  /** Whether a token with a beginning of its own goes up to the end of its piece, and some letters beyond that beginning. */
  #isCutOff({ literal, start, end, index }: Standing, text: Text, pieces: JoinedPieces): boolean {
    if (!this.#isOfToken[literal]) return false;
    const border = pieces.endOf(index);
    if (border - start < MIN_BEGINNING || !hasCapitalOrDigit(text.bytes, end, border)) return false;
    const { anchors, matches } = this.#rules;
    const { first, patterns } = anchors;
    for (let row = first[literal]!; row < first[literal + 1]!; row++) {
      if (!anchors.mayStandBefore(row, text.bytes[end]!, text.bytes[end + 1]!)) continue;
      if (start > pieces.startOf(index) && !anchors.mayStandBehind(row, text.bytes[start - 1]!)) continue;
      const { rule, pattern } = matches[patterns[row]!]!;
      if (TOKENS.has(rule.pattern) && pattern.isOpenAt(text, start, border)) return true;
    }
    return false;
  }
}

/** Whether a capital or a digit is there, as in all but the shortest pieces of a random token: most words have none. */
function hasCapitalOrDigit(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a)) return true;
  }
  return false;
}
