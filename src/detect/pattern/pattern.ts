import type { Anchor } from './anchor.js';
import { Automata } from './automata.js';
import type { Automaton } from './automaton.js';
import type { EdgedExpression } from './expression.js';
import { factsOf, type PatternFacts } from './facts.js';
import type { Neighbours } from './neighbours.js';
import { parsePattern } from './parse.js';
import { holdsBefore, type Text } from './text.js';
import { ROLES, type Role, type WrittenAutomata } from './written-automata.js';

/** A match, as offsets into the text: `end` is exclusive. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/** What is known of an expression before it is read. */
export interface Prepared {
  /** Without them it is read at once. */
  readonly facts?: PatternFacts | undefined;
  /** Its automata, looked for when its anchor is met for the first time. */
  readonly automata?: () => WrittenAutomata | undefined;
}

/** Longest match of a pattern with a gap in it, in bytes, unless the rule says otherwise. */
const DEFAULT_WINDOW = 1_024;
/** Bytes that a pattern with a gap must agree with behind its anchor before a region is searched for it. */
const PROBE_BYTES = 48;

/**
 * A rule's regular expression, compiled for linear matching around its anchor literals.
 *
 * A pattern that begins with its anchor is walked from there: the walk dies as soon as the text differs, so it costs no
 * more than the fixed part. A pattern with a gap (`curl ... | sh`), or with something before its anchor, is searched
 * for in the region around the anchors, and so is one whose anchors stand so close that a walk would go over the next;
 * regions that overlap are searched once, so each byte is looked at a fixed number of times however the anchors stand.
 */
export class Pattern {
  readonly source: RegExp;
  readonly anchor: Anchor;
  /** Whether matches begin with the anchor. */
  readonly begins: boolean;
  readonly mode: 'walk' | 'search';
  /** Longest match reported, in bytes. */
  readonly window: number;
  /** How far before and behind an anchor a match that holds it can reach, in bytes. */
  readonly reach: { readonly before: number; readonly behind: number };
  /** What can stand beside each literal of the anchor. */
  readonly neighbours: readonly Neighbours[];
  /** Bytes of which one has to stand behind the anchor, where that is known. */
  readonly needed: readonly number[] | undefined;
  readonly #gap: boolean;
  readonly #prepared: Prepared;
  // Made when first needed: most rules never see their anchor.
  #made: Automata | undefined;

  /**
   * @param prepared What is known of `source` already. With its facts it is not parsed before its anchor is met somewhere, and
   *   with its automata hardly ever.
   * @throws UnsupportedPatternError when it is not regular, or has no anchor.
   * @throws RangeError when it matches the empty text.
   */
  constructor(source: RegExp, window = DEFAULT_WINDOW, prepared: Prepared = {}) {
    this.source = source;
    this.window = window;
    const { anchor, maxLength, gap, neighbours, needed } = prepared.facts ?? factsOf(source, this.expression);
    this.#prepared = prepared;
    this.anchor = anchor;
    this.neighbours = neighbours;
    this.needed = needed;
    this.#gap = gap;
    this.begins = anchor.maxBefore === 0;
    this.mode = this.begins && !gap ? 'walk' : 'search';
    this.reach = {
      before: Math.min(anchor.maxBefore, window),
      behind: Math.min(maxLength - anchor.minBefore, window),
    };
  }

  /**
   * The expression, read anew each time: it is needed once for the automata, and for the words that a redacted snippet may
   * show. Kept ones were a third of all that rules hold.
   */
  get expression(): EdgedExpression {
    return parsePattern(this.source);
  }

  get #automata(): Automata {
    return (this.#made ??= new Automata(this.source, this.anchor, this.#prepared.automata?.()));
  }

  /** The automaton of what a match is from its anchor on; undefined when that cannot be told from what stands before. */
  get fromAnchor(): Automaton | undefined {
    return this.#automata.fromAnchor;
  }

  /**
   * In `walk` mode: where the longest match ends that starts exactly at `at`, where an anchor stands; -1 when there is none.
   *
   * @returns `walkedTo` as {@link beginsAt} does.
   */
  matchAt(text: Text, at: number): { readonly end: number; readonly walkedTo: number } {
    const { forward, before, after } = this.#automata;
    if (!holdsBefore(before, text, at)) return { end: -1, walkedTo: at };
    const to = Math.min(text.bytes.length, at + this.window);
    const { end, open, to: walkedTo } = forward.longest(text, at, to, after);
    // Cut by the end of the piece: the next piece begins before here and sees it whole.
    const isCut = open && !text.atEnd && to === text.bytes.length;
    return { end: isCut ? -1 : end, walkedTo };
  }

  /**
   * In `search` mode: whether an anchor at `at` can be part of a match as far as a short walk tells. Most words that
   * look like the start of a command are not one, and this finds out for the price of a few look-ups.
   */
  mayMatchAt(text: Text, at: number): boolean {
    if (!this.mayHoldAnchorAt(text, at)) return false;
    const automata = this.#automata;
    if (this.begins && !holdsBefore(automata.before, text, at)) return false;
    if (automata.inFront?.mayBeginBefore(text, at, Math.max(0, at - PROBE_BYTES)) === false) return false;
    const { fromAnchor, after } = automata;
    if (fromAnchor === undefined) return true;
    const to = Math.min(text.bytes.length, at + PROBE_BYTES);
    const { end, open } = fromAnchor.longest(text, at, to, after);
    return open || end !== -1;
  }

  /** Whether the byte in front of an anchor at `at` lets it stand in a match. What is cut off is in no match either. */
  mayHoldAnchorAt({ bytes }: Text, at: number): boolean {
    const { precededBy } = this.anchor;
    return precededBy === undefined || (at > 0 && precededBy.has(bytes[at - 1]!));
  }

  /**
   * In `search` mode, where {@link mayMatchAt} says yes: whether there is a match from the anchor at `at` on, as far as that
   * can be told. A command is mostly over at the end of its line, long before its region is.
   *
   * @returns `walkedTo` when there is none: the walk may be as long as the region, so whoever asks for every anchor
   *   must not ask again before there.
   */
  beginsAt(text: Text, at: number): { readonly begins: true } | { readonly begins: false; readonly walkedTo: number } {
    const { after, fromAnchor } = this.#automata;
    if (fromAnchor === undefined) return { begins: true };
    const to = Math.min(text.bytes.length, at + this.reach.behind);
    const { end, to: walkedTo } = fromAnchor.longest(text, at, to, after);
    return end === -1 ? { begins: false, walkedTo } : { begins: true };
  }

  /**
   * Whether a match that holds the anchor at `at` could go on behind `border`, as far as the bytes up to a little behind
   * there tell.
   *
   * @param limit Where the text ends for such a match.
   */
  mayCross(text: Text, at: number, border: number, limit: number): boolean {
    if (!this.begins) return true;
    const to = Math.min(limit, border + PROBE_BYTES);
    const { end, open } = this.#automata.forward.longest(text, at, to, undefined);
    return end > border || (open && (to < limit || this.#gap));
  }

  /** Whether a match that begins with the literal at an offset may have been cut off at a border: up to there all of it fits. */
  isOpenAt(text: Text, at: number, border: number): boolean {
    return this.begins && this.#automata.forward.longest(text, at, border, undefined).open;
  }

  /**
   * The first match that lies between `from` and `to`. Of a pattern with a gap it is the shortest text that holds the
   * pattern, of any other the longest.
   */
  searchIn(text: Text, from: number, to: number): Match | undefined {
    let at = from;
    while (at < to) {
      const end = this.#earliestEnd(text, at, to);
      if (end === -1) return undefined;
      const { backward, before } = this.#automata;
      const start = backward.startBefore(text, end, Math.max(from, end - this.window), before, this.#gap);
      if (start !== -1) return this.#gap ? { start, end } : this.#extended(text, start, end);
      // Longer than the window. Nothing that began before here may count again: that keeps the search linear.
      at = end;
    }
    return undefined;
  }

  /** The search automaton also takes the byte before a match, so that it only stops where that one is right. */
  #earliestEnd(text: Text, from: number, to: number): number {
    const { search, before, after } = this.#automata;
    if (before === undefined) return search.earliestEnd(text, from, to, after, undefined);
    if (from > 0) return search.earliestEnd(text, from - 1, to, after, undefined);
    const standIn = text.atStart && before.textEdge ? before.allowed.values()[0] : undefined;
    return search.earliestEnd(text, from, to, after, standIn);
  }

  #extended(text: Text, start: number, end: number): Match | undefined {
    const to = Math.min(text.bytes.length, start + this.window);
    const { forward, after } = this.#automata;
    const longest = forward.longest(text, start, to, after);
    if (longest.open && !text.atEnd && to === text.bytes.length) return undefined;
    return { start, end: Math.max(end, longest.end) };
  }

  /**
   * Its automata, written down as far as they are small enough: what {@link WrittenAutomata} reads.
   *
   * @param samples Texts that are looked at first: of an automaton with too many states those are written that they come
   *   through.
   */
  write(samples: readonly Text[]): Buffer {
    for (const text of samples) this.#lookAt(text);
    return this.#automata.write(this.#roles);
  }

  /** Every automaton of it, wherever in a text it may be begun with. */
  #lookAt(text: Text): void {
    for (let at = 0; at < text.bytes.length; at++) {
      if (this.mode === 'walk') this.matchAt(text, at);
      else if (this.mayMatchAt(text, at)) this.beginsAt(text, at);
    }
    if (this.mode === 'search') this.searchIn(text, 0, text.bytes.length);
  }

  /** Those of its automata that are ever used. */
  get #roles(): readonly Role[] {
    return this.mode === 'walk' ? ['forward'] : ROLES;
  }

  /** Bytes that this pattern's automata have looked at since the start. */
  get lookups(): number {
    return this.#made?.lookups ?? 0;
  }

  /** Builds all automata. Returns the number of states, or undefined when one has more than `limit`: for tests. */
  countStates(limit: number): number | undefined {
    let total = 0;
    for (const automaton of new Set(this.#roles.map((role) => this.#automata[role]))) {
      if (automaton === undefined) continue;
      const size = automaton.buildAll(limit);
      if (size === undefined) return undefined;
      total += size;
    }
    return total;
  }
}
