import { DEAD, START } from './automaton.js';

/** States and classes up to which the number of one fits in a byte. Most automata of the catalogue have no more. */
export const MAX_TABLE_STATES = 255;

/** Kinds of states, in the order in which they are numbered. */
const DEAD_KIND = 0;
const REJECTING = 1;
const ACCEPTING = 2;
/** The one that stands for all that are not there. */
const BEYOND = 3;

/** An automaton as numbers: with every state that it has, or with those that texts are likely to come to. */
export interface StateTable {
  /** How many states there are, at most {@link MAX_TABLE_STATES}: first the dead one, then the one before the first byte. */
  readonly states: number;
  /** The first of those that accept; all behind it do too, but for the one that stands for all that are not there. */
  readonly accepting: number;
  /** Whether every state is there. Otherwise the last one stands for all that are not. */
  readonly whole: boolean;
  /** Per byte, the number of its class. */
  readonly classOf: Uint8Array;
  /** How many classes there are. */
  readonly width: number;
  /** At `state * width + class` the state behind a byte of that class. */
  readonly next: Uint8Array;
}

/** An automaton as it was built, or a part of it. */
export interface BuiltTable {
  readonly classOf: Uint8Array;
  readonly width: number;
  /** Whether {@link stateBehind} knows every state. */
  readonly whole: boolean;
  /** The state behind a byte of a class; undefined for one that is to be left out. */
  stateBehind(state: number, group: number): number | undefined;
  /** Whether a state accepts; the dead one and the one before the first byte never do. */
  accepts(state: number): boolean;
}

/**
 * Numbers the states anew, without those that nothing leads to and with one for all that accept the same; bytes that no state
 * tells apart are one class.
 *
 * @returns undefined when there are more than {@link MAX_TABLE_STATES} states or classes.
 */
export function stateTableOf(built: BuiltTable): StateTable | undefined {
  const reached = inOrder(built);
  const places = new Map(reached.map((state, place) => [state, place]));
  const beyond = reached.length;
  const kinds: number[] = reached.map((state) =>
    state === DEAD ? DEAD_KIND : built.accepts(state) ? ACCEPTING : REJECTING,
  );
  if (!built.whole) kinds.push(BEYOND);
  const steps = Array.from({ length: built.width }, (_, group) =>
    kinds.map((kind, place) => {
      if (kind === DEAD_KIND || kind === BEYOND) return place;
      const behind = built.stateBehind(reached[place]!, group);
      return behind === undefined ? beyond : places.get(behind)!;
    }),
  );
  const first = firstOfSame(kinds, steps);
  const kept = [...kinds.keys()].filter((place) => first[place] === place);
  // The sort keeps the order of those of one kind.
  kept.sort((a, b) => kinds[a]! - kinds[b]!);
  if (kept.length > MAX_TABLE_STATES) return undefined;
  const numbers = new Map(kept.map((place, number) => [place, number]));
  const columns = steps.map((column) => Uint8Array.from(kept, (place) => numbers.get(first[column[place]!]!)!));
  const distinct = new Map<string, number>();
  const groups = columns.map((column) => {
    const key = column.join();
    const group = distinct.get(key) ?? distinct.size;
    distinct.set(key, group);
    return group;
  });
  const width = distinct.size;
  if (width > MAX_TABLE_STATES) return undefined;
  const next = new Uint8Array(kept.length * width);
  columns.forEach((column, was) => column.forEach((to, state) => (next[state * width + groups[was]!] = to)));
  return {
    states: kept.length,
    accepting: kept.filter((place) => kinds[place]! < ACCEPTING).length,
    whole: built.whole,
    classOf: built.classOf.map((group) => groups[group]!),
    width,
    next,
  };
}

/**
 * For each state the first one that accepts the same from there on: those of one kind are told apart by what they lead to, until
 * nothing new is told apart (Moore's algorithm, in "Gedanken-experiments on sequential machines", 1956).
 *
 * @param steps Per class of bytes, the states behind each state.
 */
function firstOfSame(kinds: readonly number[], steps: readonly (readonly number[])[]): number[] {
  let sorts: readonly number[] = kinds;
  let count = new Set(kinds).size;
  for (;;) {
    const before = sorts;
    for (const column of steps) {
      const known = new Map<number, number>();
      sorts = sorts.map((sort, state) => {
        const both = sort * (kinds.length + BEYOND) + before[column[state]!]!;
        const number = known.get(both) ?? known.size;
        known.set(both, number);
        return number;
      });
    }
    const now = new Set(sorts).size;
    if (now === count) return sorts.map((sort) => sorts.indexOf(sort));
    count = now;
  }
}

/** Each state followed by one that it leads to, as far as possible: the rows of a counted repeat then differ little. */
function inOrder(built: BuiltTable): number[] {
  const order = [DEAD];
  const met = new Set(order);
  const waiting = [START];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (met.has(state)) continue;
    met.add(state);
    order.push(state);
    for (let group = built.width - 1; group >= 0; group--) {
      const behind = built.stateBehind(state, group);
      if (behind !== undefined) waiting.push(behind);
    }
  }
  return order;
}
