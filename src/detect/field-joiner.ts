import type { FoundRanges } from './found-ranges.js';
import { FragmentMemory } from './disguise/fragment-memory.js';
import { fragmentsIn, type Fragment } from './disguise/fragments.js';
import { joinFields, JoinedPieces, type Piece } from './disguise/joined-fields.js';
import type { PassName, View, ViewBuilder } from './disguise/view.js';
import type { Matcher } from './matcher.js';
import type { WatchEntry } from './watch/watch-entry.js';
import type { WatchList } from './watch/watch-list.js';

/** Values of one text that are tried as pieces of a secret. */
export const MAX_FRAGMENTS = 256;
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
  readonly #matcher: Matcher;
  readonly #watch: WatchList | undefined;
  readonly #memory = new FragmentMemory();

  /** @param matcher Of the rules for what leaves. */
  constructor(matcher: Matcher, watch: WatchList | undefined) {
    this.#matcher = matcher;
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
    const fragments = fragmentsIn(bytes, MAX_FRAGMENTS).filter((fragment) => !found.covers(view, fragment));
    const whole = view.depth === 0 && atStart && atEnd && bytes.length <= MAX_REMEMBERED;
    const earlier = whole && agent !== undefined ? this.#memory.of(agent) : [];
    const list = [...earlier.map(asOld), ...inOrder(fragments, whole ? known : [])];
    if (whole && agent !== undefined) this.#memory.add(agent, fragments);
    if (list.length < 2) return undefined;
    const pieces = new JoinedPieces(list);
    this.#findWatchedAcross(pieces, across);
    return joinFields(pieces, (all, borders, anchor) => this.#matcher.anchorsAcross(all, borders, anchor));
  }

  /** A watched secret that stands in several values lies across a seam of them all in a row. */
  #findWatchedAcross(pieces: JoinedPieces, found: WatchedAcross): void {
    this.#watch?.find(pieces.bytes, (entry, start, end) => {
      const first = pieces.indexAt(start);
      const last = pieces.indexAt(end - 1);
      const newest = pieces.list.slice(first, last + 1).findLast(({ isNew }) => isNew);
      if (first !== last && newest !== undefined) found(entry, pieces.bytes.subarray(start, end), newest.fragment.from);
    });
  }
}

function asOld(fragment: Fragment): Piece {
  return { fragment, isNew: false };
}

/** The fragments of a text and the fields that were left out of it, as they stood in the message. */
function inOrder(fragments: readonly Fragment[], known: readonly KnownFields[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  const addKnown = (upTo: number): void => {
    for (; next < known.length && known[next]!.at <= upTo; next++) pieces.push(...known[next]!.fragments.map(asOld));
  };
  for (const fragment of fragments) {
    addKnown(fragment.from);
    pieces.push({ fragment, isNew: true });
  }
  addKnown(Infinity);
  return pieces;
}
