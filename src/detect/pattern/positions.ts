import { ByteClasses } from './byte-classes.js';
import type { ByteSet } from './byte-set.js';
import type { Expression } from './expression.js';

/**
 * The position automaton of an expression (Glushkov 1961): one state for each byte set that stands in it, counted
 * repeats written out. It has no empty moves, so a set of positions is all there is to know while matching.
 */
export interface Positions {
  /** How many there are. */
  readonly size: number;
  /** The byte sets that they accept, each once: most expressions have a dozen. */
  readonly sets: readonly ByteSet[];
  /** What these tell apart. */
  readonly classes: ByteClasses;
  /**
   * Of position `p`, at `p` twice the number of its set, and one more where a match can end; and from `table[size + p]` up to
   * `table[size + p + 1]` the positions that can come after it. Position `size` stands for the start, which takes no byte:
   * behind it come those that a match can start with. There are hundreds of thousands of positions: as lists they took more
   * memory than all states together.
   */
  readonly table: Uint16Array | Uint32Array;
}

/** More positions than any sensible rule has; a gap is written with `*` or `+` and bounded by the window instead. */
export const MAX_POSITIONS = 4_000;

/** The positions that can come after one. */
export function followersOf({ size, table }: Positions, position: number): Positions['table'] {
  return table.subarray(table[size + position], table[size + position + 1]);
}

/** The bytes that a position takes. */
export function setAt(positions: Positions, position: number): ByteSet {
  return positions.sets[setNumberAt(positions, position)]!;
}

/** The number of the set of bytes that a position takes. */
export function setNumberAt({ table }: Positions, position: number): number {
  return table[position]! >> 1;
}

/** Whether a match can end with the byte that a position takes. */
export function canEndAt({ size, table }: Positions, position: number): boolean {
  return position < size && (table[position]! & 1) === 1;
}

interface Fragment {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const EMPTY: Fragment = { nullable: true, first: [], last: [] };

/** The positions of an expression, and where the parts of the whole begin among them, if it is a sequence. */
export interface PositionsOfParts {
  readonly positions: Positions;
  /** Per part, its first position. */
  readonly begins: readonly number[];
}

/** @throws RangeError when counted repeats make the automaton too large, or the expression matches the empty text. */
export function positionsOf(expression: Expression): PositionsOfParts {
  const numbers = new Map<ByteSet, number>();
  /** Per position, the number of its set. */
  const heads: number[] = [];
  const follow: number[][] = [];
  const begins: number[] = [];
  const parts = expression.kind === 'sequence' ? expression.parts : [expression];
  let whole = EMPTY;
  for (const part of parts) {
    begins.push(heads.length);
    whole = joined(whole, build(part));
  }
  if (whole.nullable) throw new RangeError('a pattern must not match the empty text');
  const sets = [...numbers.keys()];
  const table = tableOf(heads.length, (position) => heads[position]!, new Set(whole.last), [...follow, whole.first]);
  return { positions: { size: heads.length, sets, classes: new ByteClasses(sets), table }, begins };

  function build(part: Expression): Fragment {
    switch (part.kind) {
      case 'empty':
        return EMPTY;
      case 'set':
        return position(part.set);
      case 'sequence':
        return part.parts.map(build).reduce(joined, EMPTY);
      case 'choice': {
        const options = part.options.map(build);
        return {
          nullable: options.some(({ nullable }) => nullable),
          first: options.flatMap(({ first }) => first),
          last: options.flatMap(({ last: ends }) => ends),
        };
      }
      case 'repeat':
        return repeated(part.part, part.min, part.max);
    }
  }

  function position(set: ByteSet): Fragment {
    const number = heads.length;
    if (number >= MAX_POSITIONS) throw new RangeError(`a pattern needs more than ${MAX_POSITIONS} positions`);
    if (!numbers.has(set)) numbers.set(set, numbers.size);
    heads.push(numbers.get(set)!);
    follow.push([]);
    return { nullable: false, first: [number], last: [number] };
  }

  /** `x{2,4}` is `xx(x(x)?)?`, `x{2,}` is `xx+` with the last one looping. */
  function repeated(part: Expression, min: number, max: number): Fragment {
    if (max === 0) return EMPTY;
    let result = EMPTY;
    for (let i = 0; i < min - (max === Infinity ? 1 : 0); i++) result = joined(result, build(part));
    if (max === Infinity) {
      const loop = build(part);
      connect(loop.last, loop.first);
      return joined(result, min === 0 ? { ...loop, nullable: true } : loop);
    }
    // From the last copy to the first, each with all behind it optional: any of them can be the last one.
    let first: readonly number[] = [];
    const last: number[] = [];
    for (let i = 0; i < max - min; i++) {
      const copy = build(part);
      connect(copy.last, first);
      first = copy.nullable ? [...copy.first, ...first] : copy.first;
      last.push(...copy.last);
    }
    return joined(result, { nullable: true, first, last });
  }

  function joined(left: Fragment, right: Fragment): Fragment {
    connect(left.last, right.first);
    return {
      nullable: left.nullable && right.nullable,
      first: left.nullable ? [...left.first, ...right.first] : left.first,
      last: right.nullable ? [...left.last, ...right.last] : right.last,
    };
  }

  function connect(from: readonly number[], to: readonly number[]): void {
    for (const before of from) follow[before]!.push(...to);
  }
}

/**
 * @param setOf The number of the set of each position.
 * @param ends The positions with which a match can end.
 * @param follow Per position what can come after it, and behind these what a match can begin with. One may stand there twice.
 */
export function tableOf(
  size: number,
  setOf: (position: number) => number,
  ends: ReadonlySet<number>,
  follow: readonly (readonly number[])[],
): Positions['table'] {
  const length = follow.reduce((sum, followers) => sum + followers.length, size + follow.length + 1);
  const table = length > 0xffff ? new Uint32Array(length) : new Uint16Array(length);
  for (let position = 0; position < size; position++) {
    table[position] = 2 * setOf(position) + (ends.has(position) ? 1 : 0);
  }
  /** Per position, behind which one it was met last. */
  const metBehind = new Int32Array(size).fill(-1);
  let end = size + follow.length + 1;
  follow.forEach((followers, position) => {
    table[size + position] = end;
    for (const next of followers) {
      if (metBehind[next] === position) continue;
      metBehind[next] = position;
      table[end++] = next;
    }
  });
  table[size + follow.length] = end;
  return end === length ? table : table.slice(0, end);
}
