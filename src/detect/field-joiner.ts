import { AnchorsAcross } from './anchors-across.js';
import type { FoundRanges } from './found-ranges.js';
import { FragmentMemory } from './disguise/fragment-memory.js';
import { fragmentsIn, MAX_FRAGMENTS, type Fragment } from './disguise/fragments.js';
import { joinFields } from './disguise/joined-fields.js';
import { JoinedPieces, MAX_PIECES } from './disguise/joined-pieces.js';
import type { PassName, View, ViewBuilder } from './disguise/view.js';
import type { RuleSet } from './rule-set.js';
import type { WatchEntry } from './watch/watch-entry.js';
import type { WatchList } from './watch/watch-list.js';

/** Texts up to this length are remembered as possible pieces of a secret that leaves in several messages. */
const MAX_REMEMBERED = 8 * 1024;

/** Views in which the fields of a message can be told apart: as it is, without escapes, and what was decoded in it. */
const JOINED: ReadonlySet<PassName> = new Set(['plain', 'unescape', 'unicode', 'runs']);

/** Fields of a message that need not be scanned again, and where in the text of the others they stood. */
export interface KnownFields {
  readonly at: number;
  readonly fragments: readonly Fragment[];
}

/** Called for a watched secret that lies across values, with the secret and where its last piece stands. */
export type WatchedAcross = (entry: WatchEntry, secret: Uint8Array, at: number) => void;

/** Tries what stands in several fields of a message, or in several messages of one agent, as one secret. */
export class FieldJoiner {
  readonly #across: AnchorsAcross;
  readonly #watch: WatchList | undefined;
  readonly #memory = new FragmentMemory();
  readonly #pieces = new JoinedPieces();

  /** @param rules Those for what leaves. */
  constructor(rules: RuleSet, watch: WatchList | undefined) {
    this.#across = new AnchorsAcross(rules);
    this.#watch = watch;
  }

  /**
   * @param found What was found by itself needs nothing behind it.
   * @param known Fields of the same message that are not in this text.
   * @returns a view in which values stand side by side; undefined when none is worth it.
   */
  join(
    view: View,
    agent: string | undefined,
    found: FoundRanges,
    known: readonly KnownFields[],
    across: WatchedAcross,
  ): ViewBuilder | undefined {
    if (!JOINED.has(view.pass)) return undefined;
    const { atStart, atEnd, bytes } = view.text;
    const fragments = withoutFound(fragmentsIn(bytes, MAX_FRAGMENTS), view, found);
    const whole = view.depth === 0 && atStart && atEnd && bytes.length <= MAX_REMEMBERED;
    const pieces = this.#pieces;
    pieces.clear();
    if (whole && agent !== undefined) {
      this.#memory.of(agent).forEach((fragment) => addOld(pieces, fragment));
      this.#memory.add(agent, bytes, fragments);
    }
    if (view.depth === 0) addInOrder(pieces, bytes, fragments, whole ? known : []);
    else addChanged(pieces, view, fragments);
    if (pieces.count < 2) return undefined;
    this.#findWatchedAcross(across);
    return joinFields(pieces, this.#across);
  }

  /** A watched secret that stands in several values lies across a seam of them all in a row. */
  #findWatchedAcross(found: WatchedAcross): void {
    const pieces = this.#pieces;
    this.#watch?.find(pieces.bytes, (entry, start, end) => {
      const first = pieces.indexAt(start);
      const last = pieces.indexAt(end - 1);
      let newest = last;
      while (newest >= first && pieces.kindOf(newest) !== 'first') newest--;
      if (first !== last && newest >= first) {
        found(entry, pieces.bytes.subarray(start, end), pieces.placeOf(newest).from);
      }
    });
  }
}

/** The fragments, beginnings and ends by turns, but for those in which something was found by itself. */
function withoutFound(fragments: Uint32Array, view: View, found: FoundRanges): Uint32Array {
  if (found.isEmpty) return fragments;
  let length = 0;
  for (let i = 0; i < fragments.length; i += 2) {
    const [from, to] = [fragments[i]!, fragments[i + 1]!];
    if (found.covers(view, { from, to })) continue;
    fragments[length] = from;
    fragments[length + 1] = to;
    length += 2;
  }
  return fragments.subarray(0, length);
}

function addOld(pieces: JoinedPieces, { source, from, to }: Fragment): void {
  pieces.add(source, from, to, 'earlier');
}

/** Adds the fragments of a text and the fields that were left out of it, as they stood in the message. */
function addInOrder(
  pieces: JoinedPieces,
  source: Uint8Array,
  fragments: Uint32Array,
  known: readonly KnownFields[],
): void {
  let next = 0;
  const addKnown = (upTo: number): void => {
    for (; next < known.length && known[next]!.at <= upTo; next++) {
      known[next]!.fragments.forEach((fragment) => addOld(pieces, fragment));
    }
  };
  for (let i = 0; i < fragments.length; i += 2) {
    addKnown(fragments[i]!);
    pieces.add(source, fragments[i]!, fragments[i + 1]!, 'first');
  }
  addKnown(Infinity);
}

/**
 * Adds the fragments of a view that are not the same in what it was made from, and those that may be put together with
 * them: of most texts with escapes that is a small part. What is far from all of them was tried there.
 */
function addChanged(pieces: JoinedPieces, { text, edits }: View, fragments: Uint32Array): void {
  const near = 2 * (MAX_PIECES - 1);
  let added = 0;
  let wanted = -1;
  for (let i = 0; i < fragments.length; i += 2) {
    // What stands between two of them decides whether they are neighbours.
    if (edits.touches(fragments[i - 1] ?? 0, fragments[i + 1]!)) {
      const first = Math.max(added, i - near);
      if (first > added) pieces.separate();
      for (let k = first; k < i; k += 2) pieces.add(text.bytes, fragments[k]!, fragments[k + 1]!, 'before');
      pieces.add(text.bytes, fragments[i]!, fragments[i + 1]!, 'first');
      added = i + 2;
      wanted = i + near;
    } else if (i <= wanted && added === i) {
      pieces.add(text.bytes, fragments[i]!, fragments[i + 1]!, 'before');
      added = i + 2;
    }
  }
}
