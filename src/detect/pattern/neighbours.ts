import { partWith, type Anchor } from './anchor.js';
import { ANY_BYTE, ByteSet, NO_BYTE } from './byte-set.js';
import { fromPart, type Edge, type EdgedExpression } from './expression.js';
import { canEndAt, followersOf, positionsOf, setAt, type Positions } from './positions.js';

/**
 * What can stand beside an anchor's literal in a match. Three of four literals in honest text are told by that to be in
 * none, for three look-ups each.
 */
export interface Neighbours {
  /** The byte in front of it. */
  readonly before: ByteSet;
  /** The first byte behind it. */
  readonly next: ByteSet;
  /** The second byte behind it. */
  readonly second: ByteSet;
}

const BEYOND_ASCII = ByteSet.of((byte) => byte > 127);

/** What can stand beside each literal of an expression's anchor, in the order of the literals. */
export function neighboursOf({ before, body, after }: EdgedExpression, anchor: Anchor): readonly Neighbours[] {
  const inFront = (anchor.maxBefore === 0 ? before?.allowed : anchor.precededBy) ?? ANY_BYTE;
  const part = partWith(anchor);
  const rest = part === undefined ? undefined : positionsOf(fromPart(body, part)).positions;
  return anchor.literals.map((literal) => ({
    before: inFront,
    ...(rest === undefined ? { next: ANY_BYTE, second: ANY_BYTE } : behind(literal, rest, after)),
  }));
}

/** Whether a literal may stand in a match with these three bytes beside it. */
export function admits({ before, next, second }: Neighbours, inFront: number, behind: number, beyond: number): boolean {
  return next.has(behind) && before.has(inFront) && second.has(beyond);
}

function behind(literal: string, positions: Positions, after: Edge | undefined): Omit<Neighbours, 'before'> {
  let standing: ReadonlySet<number> = new Set([positions.size]);
  for (let i = 0; i < literal.length; i++)
    standing = taken(positions, standing, bytesOf(literal.charCodeAt(i)).values());
  // Behind the end of a match and the one byte that its edge asks for stands anything.
  const mayBeOver = [...standing].some((position) => canEndAt(positions, position));
  return {
    next: following(positions, standing, after),
    second: mayBeOver ? ANY_BYTE : following(positions, taken(positions, standing, undefined), after),
  };
}

/** What can follow, in a match or right behind it. */
function following(positions: Positions, standing: ReadonlySet<number>, after: Edge | undefined): ByteSet {
  return [...standing]
    .flatMap((position) => {
      const sets = Array.from(followersOf(positions, position), (follower) => setAt(positions, follower));
      return canEndAt(positions, position) ? [...sets, after?.allowed ?? ANY_BYTE] : sets;
    })
    .reduce((all, set) => all.union(set), NO_BYTE);
}

/**
 * The positions reached by one more byte.
 *
 * @param bytes What it may have been; undefined for anything.
 */
function taken(positions: Positions, from: ReadonlySet<number>, bytes: readonly number[] | undefined): Set<number> {
  const reached = new Set<number>();
  for (const position of from) {
    for (const next of followersOf(positions, position)) {
      const set = setAt(positions, next);
      if (bytes === undefined || bytes.some((byte) => set.has(byte))) reached.add(next);
    }
  }
  return reached;
}

/** What a scanner takes for a character of a literal: both cases of a letter, and any byte beyond ASCII for one of these. */
export function bytesOf(code: number): ByteSet {
  return code > 127 ? BEYOND_ASCII : ByteSet.single(code).foldCase();
}

/** What can stand beside either of two literals. */
export function eitherOf(one: Neighbours, other: Neighbours): Neighbours {
  if (one === other) return one;
  return {
    before: one.before.union(other.before),
    next: one.next.union(other.next),
    second: one.second.union(other.second),
  };
}
