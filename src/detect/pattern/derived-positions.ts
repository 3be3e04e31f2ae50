import { ByteClasses } from './byte-classes.js';
import type { ByteSet } from './byte-set.js';
import { canEndAt, followersOf, setNumberAt, tableOf, type Positions } from './positions.js';

/**
 * Position automata made of one that is there: to read an expression again and to count its repeats out anew takes ten
 * times as long.
 */

/** Takes the same texts backwards. */
export function backwards(positions: Positions): Positions {
  const { size } = positions;
  const begins = new Set(followersOf(positions, size));
  const follow: number[][] = Array.from({ length: size + 1 }, () => []);
  for (let position = 0; position < size; position++) {
    for (const next of followersOf(positions, position)) follow[next]!.push(position);
    if (canEndAt(positions, position)) follow[size]!.push(position);
  }
  const table = tableOf(size, (position) => setNumberAt(positions, position), begins, follow);
  return { ...positions, table };
}

/**
 * Takes what the part of a sequence up to a position takes. Not for one that may be empty.
 *
 * @param border The first position of what stands behind that part.
 */
export function upToPosition(positions: Positions, border: number): Positions {
  const ends = new Set<number>();
  const follow: number[][] = [];
  for (let position = 0; position < border; position++) {
    const followers = [...followersOf(positions, position)];
    if (followers.some((next) => next >= border)) ends.add(position);
    follow.push(followers.filter((next) => next < border));
  }
  follow.push([...followersOf(positions, positions.size)].filter((next) => next < border));
  const table = tableOf(border, (position) => setNumberAt(positions, position), ends, follow);
  return { ...positions, size: border, table };
}

/**
 * Takes what the part of a sequence from a position on takes.
 *
 * @param border The first position of that part.
 */
export function fromPosition(positions: Positions, border: number): Positions {
  const size = positions.size - border;
  const ends = new Set<number>();
  const begins = new Set<number>();
  const follow: number[][] = [];
  for (let position = 0; position <= positions.size; position++) {
    const inside = [...followersOf(positions, position)].filter((next) => next >= border).map((next) => next - border);
    if (position < border || position === positions.size) inside.forEach((next) => begins.add(next));
    else follow.push(inside);
    if (position >= border && canEndAt(positions, position)) ends.add(position - border);
  }
  const table = tableOf(size, (position) => setNumberAt(positions, position + border), ends, [...follow, [...begins]]);
  return { ...positions, size, table };
}

/** Takes one byte of a set before what the given one takes. */
export function behindByte(positions: Positions, set: ByteSet): Positions {
  const { size } = positions;
  const sets = [...positions.sets, set];
  const ends = new Set<number>();
  const follow: number[][] = [];
  for (let position = 0; position < size; position++) {
    if (canEndAt(positions, position)) ends.add(position);
    follow.push([...followersOf(positions, position)]);
  }
  // The byte is the last position; what the start was followed by follows it.
  follow.push([...followersOf(positions, size)], [size]);
  const setOf = (position: number): number =>
    position === size ? positions.sets.length : setNumberAt(positions, position);
  return { size: size + 1, sets, classes: new ByteClasses(sets), table: tableOf(size + 1, setOf, ends, follow) };
}
