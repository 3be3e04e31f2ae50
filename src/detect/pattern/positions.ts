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
  /**
   * Of position `p`, at `p` twice the number of its set, and one more where a match can end; and from `table[size + p]` up to
   * `table[size + p + 1]` the positions that can come after it. Position `size` stands for the start, which takes no byte:
   * behind it come those that a match can start with. There are hundreds of thousands of positions: as lists they took more
   * memory than all states together.
   */
  readonly table: Uint16Array | Uint32Array;
}

/** More positions than any sensible rule has; a gap is written with `*` or `+` and bounded by the window instead. */
const MAX_POSITIONS = 4_000;

/** The positions that can come after one. */
export function followersOf({ size, table }: Positions, position: number): Positions['table'] {
  return table.subarray(table[size + position], table[size + position + 1]);
}

/** The bytes that a position takes. */
export function setAt({ sets, table }: Positions, position: number): ByteSet {
  return sets[table[position]! >> 1]!;
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

/** @throws RangeError when counted repeats make the automaton too large, or the expression matches the empty text. */
export function positionsOf(expression: Expression): Positions {
  const sets: ByteSet[] = [];
  const follow: Set<number>[] = [];
  const whole = build(expression);
  if (whole.nullable) throw new RangeError('a pattern must not match the empty text');
  const distinct = [...new Set(sets)];
  const last = new Set(whole.last);
  const table = tableOf(
    sets.map((set, position) => distinct.indexOf(set) * 2 + (last.has(position) ? 1 : 0)),
    [...follow, new Set(whole.first)],
  );
  return { size: sets.length, sets: distinct, table };

  function build(part: Expression): Fragment {
    switch (part.kind) {
      case 'empty':
        return EMPTY;
      case 'set':
        if (sets.length >= MAX_POSITIONS) throw new RangeError(`a pattern needs more than ${MAX_POSITIONS} positions`);
        sets.push(part.set);
        follow.push(new Set());
        return { nullable: false, first: [sets.length - 1], last: [sets.length - 1] };
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
    let tail = EMPTY;
    for (let i = 0; i < max - min; i++) tail = { ...joined(build(part), tail), nullable: true };
    return joined(result, tail);
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
    for (const position of from) for (const next of to) follow[position]!.add(next);
  }
}

function tableOf(heads: readonly number[], follow: readonly ReadonlySet<number>[]): Positions['table'] {
  const size = heads.length;
  const begins = [size + follow.length + 1];
  for (const followers of follow) begins.push(begins.at(-1)! + followers.size);
  const length = begins.at(-1)!;
  const table = length > 0xffff ? new Uint32Array(length) : new Uint16Array(length);
  table.set(heads);
  table.set(begins, size);
  follow.forEach((followers, i) => table.set([...followers], begins[i]));
  return table;
}
