import { AnchorGate, GATE_BYTES } from './anchor-gate.js';
import { LiteralSearch } from './literal-search.js';
import { CONTEXT_BYTES, FoundCandidate } from './found-candidate.js';
import { mirrorInto, type Mirror } from './disguise/mirror.js';
import type { EditList } from './disguise/edit-list.js';
import { NextBytes } from './next-bytes.js';
import type { Text } from './pattern/text.js';
import type { Candidate } from './rule.js';
import type { MirrorImage } from './mirror-images.js';
import type { CompiledMatch, RuleSet } from './rule-set.js';

/** Bytes of a text that are turned round to see whether an anchor in a mirror is worth more. */
const PROBE_BYTES = 48;
/** A walk that ends before this many bytes costs no more than what it would take to remember it. */
const SHORT_WALK = GATE_BYTES + 1;
/** Where more anchors stand than one in so many bytes, they go through a gate first. Ordinary text has one in 20 to 150. */
const CROWDED_BYTES = 12;
/** Anchors that are a crowd at least: short texts have any number in few bytes, and are soon done. */
const MIN_CROWD = 512;

/**
 * Receives each match, unredacted: it has to redact before it returns.
 *
 * @param start Where the match begins in the text.
 * @param end Where it ends, exclusive.
 */
export type CandidateSink = (compiled: CompiledMatch, candidate: Candidate, start: number, end: number) => void;

/**
 * Receives the places where something stands that is an anchor of a rule in a mirror.
 *
 * @param from Where a match that holds it can begin, in the text as it is.
 */
export type MirrorSink = (mirror: Mirror, from: number, to: number) => void;

/** How a text was made from another. */
export interface Change {
  readonly edits: EditList;
  readonly source: Uint8Array | undefined;
}

/**
 * Finds every rule of a set in a text: one pass for all anchor literals, then each pattern where its anchors stand.
 * One matcher serves any number of texts, one after the other.
 */
export class Matcher {
  readonly #rules: RuleSet;
  readonly #minCrowd: number;
  readonly #literals: LiteralSearch | undefined;
  /** Per match, in this text: up to where it has been matched or searched. */
  readonly #done: Int32Array;
  /** Per match in search mode, or with many anchors in a row: the region that is to be searched. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  /** Per match: up to where an anchor was followed that began no match. */
  readonly #walked: Int32Array;
  /** Per match: up to where no anchor is followed by what it needs. */
  readonly #barren: Int32Array;
  /** A piece of the text in a mirror, and views of its first bytes by their number: to make one costs as much as a probe. */
  readonly #probe = new Uint8Array(PROBE_BYTES + 1);
  readonly #probes = Array.from(this.#probe, (_, index) => this.#probe.subarray(0, index + 1));
  readonly #next = new NextBytes();
  /** Made for the first crowded text, and kept for as long as texts are. */
  #gate: AnchorGate | undefined;
  /** Matches whose region is open, or whose `done`, `walked` or `barren` is set, so that only these are reset. */
  #touched: number[] = [];

  /** @param minCrowd How many anchors are a crowd at least, where they stand close. */
  constructor(rules: RuleSet, minCrowd = MIN_CROWD) {
    this.#rules = rules;
    this.#minCrowd = minCrowd;
    this.#literals = rules.scanner && new LiteralSearch(rules.scanner);
    this.#done = new Int32Array(rules.matches.length);
    this.#from = new Int32Array(rules.matches.length).fill(-1);
    this.#to = new Int32Array(rules.matches.length);
    this.#walked = new Int32Array(rules.matches.length);
    this.#barren = new Int32Array(rules.matches.length);
  }

  /**
   * @param mirror Told of anchors in a mirror; without it these are ignored.
   * @param change Where the text differs from one that was looked at before; anchors whose matches cannot touch such a place
   *   are not followed.
   */
  find(text: Text, sink: CandidateSink, mirror?: MirrorSink, change?: Change): void {
    if (this.#literals === undefined) return;
    const { mirrors } = this.#rules;
    const edits = change?.edits;
    const hits =
      change === undefined
        ? this.#literals.inText(text.bytes)
        : this.#literals.inView(text.bytes, change.edits, change.source);
    const isCrowded = hits.count >= this.#minCrowd && hits.count * CROWDED_BYTES > text.bytes.length;
    this.#gate = isCrowded ? (this.#gate ?? new AnchorGate(this.#rules)) : undefined;
    this.#gate?.begin();
    for (let hit = 0; hit < hits.count; hit++) {
      const literal = hits.literalOf(hit);
      const start = hits.startOf(hit);
      const end = hits.endOf(hit);
      if (this.#gate?.isWorthwhile === true && start > 0 && end + 1 < text.bytes.length) {
        for (const number of this.#gate.matchesAt(literal, start, end, text.bytes)) {
          this.#follow(number, start, text, sink, edits);
        }
      } else this.#literalAt(literal, start, end, text, sink, edits);
      const images = mirrors[literal];
      if (images === undefined || mirror === undefined) continue;
      for (const [kind, image] of images) {
        if (!image.mayStandBetween(kind, text.bytes, start, end)) continue;
        const { before, behind } = image.reach;
        const [left, right] = kind === 'reversed' ? [end - behind, end + before] : [start - before, start + behind];
        if (edits !== undefined && !edits.touches(left, right)) continue;
        if (!this.#mayMatchIn(kind, image, text, start, end)) continue;
        mirror(kind, Math.max(0, left - CONTEXT_BYTES), Math.min(text.bytes.length, right + CONTEXT_BYTES));
      }
    }
    for (const number of this.#touched) {
      if (this.#from[number] !== -1) this.#search(number, text, sink);
      this.#done[number] = 0;
      this.#from[number] = -1;
      this.#walked[number] = 0;
      this.#barren[number] = 0;
    }
    this.#touched = [];
    this.#next.forget();
  }

  /** Whether a match may begin with the anchor at `start`, as far as a few bytes in the mirror tell. */
  #mayMatchIn(
    mirror: Mirror,
    image: MirrorImage,
    { bytes, atStart, atEnd }: Text,
    start: number,
    end: number,
  ): boolean {
    const length = PROBE_BYTES;
    const [from, to] =
      mirror === 'reversed'
        ? [Math.max(0, end - length), Math.min(bytes.length, end + 1)]
        : [Math.max(0, start - 1), Math.min(bytes.length, start + length)];
    // The mirrored piece begins with the byte in front of the match, unless the match begins with the text.
    const lead = mirror === 'reversed' ? to - end : start - from;
    const ends = mirror === 'reversed' ? from === 0 && atStart : to === bytes.length && atEnd;
    mirrorInto(this.#probe, bytes, from, to, mirror);
    const probe = { bytes: this.#probes[to - from - 1]!, atStart: lead === 0, atEnd: ends };
    return image.patterns.some((pattern) => pattern.mayMatchAt(probe, lead));
  }

  /** Follows a literal in each match that it anchors, as far as the bytes beside it let it stand there. */
  #literalAt(literal: number, start: number, end: number, text: Text, sink: CandidateSink, edits?: EditList): void {
    const { anchors } = this.#rules;
    const { first, patterns } = anchors;
    const to = first[literal + 1]!;
    for (let row = first[literal]!; row < to; row++) {
      if (!anchors.mayStandBetween(row, text.bytes, start, end)) continue;
      this.#follow(patterns[row]!, start, text, sink, edits);
    }
  }

  #follow(number: number, start: number, text: Text, sink: CandidateSink, edits: EditList | undefined): void {
    if (start < this.#barren[number]!) return;
    if (edits !== undefined) {
      const { before, behind } = this.#rules.matches[number]!.pattern.reach;
      if (!edits.touches(start - before, start + behind)) return;
    }
    this.#anchorAt(number, start, text, sink);
  }

  #anchorAt(number: number, at: number, text: Text, sink: CandidateSink): void {
    const compiled = this.#rules.matches[number]!;
    const { pattern } = compiled;
    if (pattern.mode === 'walk' && !this.#isCrowded(number, at)) {
      if (at < this.#done[number]!) return;
      const { end, walkedTo } = pattern.matchAt(text, at);
      if (end === -1 && walkedTo - at < SHORT_WALK) return;
      this.#touch(number);
      if (end === -1) {
        this.#walked[number] = walkedTo;
        return;
      }
      this.#done[number] = end;
      emit(compiled, text, at, end, sink);
      return;
    }
    if (!pattern.mayHoldAnchorAt(text, at) || !this.#followsWhatIsNeeded(number, at, text)) return;
    const from = Math.max(0, at - pattern.reach.before);
    const to = Math.min(text.bytes.length, at + pattern.reach.behind);
    if (this.#from[number] !== -1 && from <= this.#to[number]!) {
      this.#to[number] = Math.max(to, this.#to[number]!);
      return;
    }
    if (pattern.mode === 'search' && !pattern.mayMatchAt(text, at)) return;
    if (at >= this.#walked[number]!) {
      const walk = pattern.beginsAt(text, at);
      if (!walk.begins) {
        this.#touch(number);
        this.#walked[number] = walk.walkedTo;
        return;
      }
    }
    if (this.#from[number] !== -1) this.#search(number, text, sink);
    this.#touch(number);
    this.#from[number] = Math.max(from, this.#done[number]!);
    this.#to[number] = to;
  }

  /**
   * Whether a walk from an anchor would go over bytes that others have gone over: in `live_live_live_` each would go as far as
   * the token may be long, and one search of the region looks at each byte once.
   */
  #isCrowded(number: number, at: number): boolean {
    return at < this.#walked[number]! || (this.#from[number] !== -1 && at <= this.#to[number]!);
  }

  /** Whether one of the bytes that a match needs behind its anchor stands near enough. */
  #followsWhatIsNeeded(number: number, at: number, { bytes, atEnd }: Text): boolean {
    const { needed, reach } = this.#rules.matches[number]!.pattern;
    if (needed === undefined) return true;
    // What comes behind a piece that is not the last may be what is needed.
    const next = Math.min(this.#next.anyFrom(bytes, needed, at + 1), atEnd ? Infinity : bytes.length);
    const barren = next - reach.behind + 1;
    if (at >= barren) return true;
    this.#touch(number);
    this.#barren[number] = barren;
    return false;
  }

  /** Searches a region to its end; `done` remembers how far, because the next region may begin before that. */
  #search(number: number, text: Text, sink: CandidateSink): void {
    const compiled = this.#rules.matches[number]!;
    const to = this.#to[number]!;
    let from = this.#from[number]!;
    for (;;) {
      const match = compiled.pattern.searchIn(text, from, to);
      if (match === undefined) break;
      emit(compiled, text, match.start, match.end, sink);
      from = match.end;
    }
    this.#done[number] = Math.max(from, this.#done[number]!);
  }

  #touch(number: number): void {
    const isTouched =
      this.#done[number] !== 0 || this.#from[number] !== -1 || this.#walked[number] !== 0 || this.#barren[number] !== 0;
    if (!isTouched) this.#touched.push(number);
  }
}

function emit(compiled: CompiledMatch, text: Text, start: number, end: number, sink: CandidateSink): void {
  const candidate = new FoundCandidate(text, start, end, compiled.secretIn);
  if (compiled.match.accept?.(candidate) === false) return;
  sink(compiled, candidate, start, end);
}
