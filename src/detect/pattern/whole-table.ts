import { DEAD, START } from './automaton.js';

/** States and classes up to which the number of one fits in a byte. Nine in ten automata of the catalogue have no more. */
export const MAX_WHOLE_STATES = 255;

/** An automaton with every state that it has. */
export interface WholeTable {
  /** How many states there are, at most {@link MAX_WHOLE_STATES}: first the dead one, then the one before the first byte. */
  readonly states: number;
  /** The first of those that accept; all behind it do too. */
  readonly accepting: number;
  /** Per byte, the number of its class. */
  readonly classOf: Uint8Array;
  /** How many classes there are. */
  readonly width: number;
  /** At `state * width + class` the state behind a byte of that class. */
  readonly next: Uint8Array;
}

/** An automaton as it was built. */
export interface BuiltTable {
  readonly classOf: Uint8Array;
  readonly width: number;
  /** At `state * width + class` the state behind a byte of that class. */
  stateBehind(state: number, group: number): number;
  /** Whether a state accepts; the dead one and the one before the first byte never do. */
  accepts(state: number): boolean;
}

/**
 * Numbers the states anew, without those that nothing leads to, and gives bytes that no state tells apart one class.
 *
 * @param built At most {@link MAX_WHOLE_STATES} states.
 * @returns undefined when there are more classes than that.
 */
export function wholeTableOf(built: BuiltTable): WholeTable | undefined {
  const reached = inOrder(built);
  const rejecting = reached.filter((state) => !built.accepts(state));
  const order = [...rejecting, ...reached.filter((state) => built.accepts(state))];
  const numbers = new Map(order.map((state, number) => [state, number]));
  const columns = Array.from({ length: built.width }, (_, group) =>
    Uint8Array.from(order, (state) => (state === DEAD ? DEAD : numbers.get(built.stateBehind(state, group))!)),
  );
  const distinct = new Map<string, number>();
  const groups = columns.map((column) => {
    const key = column.join();
    const group = distinct.get(key) ?? distinct.size;
    distinct.set(key, group);
    return group;
  });
  const width = distinct.size;
  if (width > MAX_WHOLE_STATES) return undefined;
  const next = new Uint8Array(order.length * width);
  columns.forEach((column, was) => column.forEach((to, state) => (next[state * width + groups[was]!] = to)));
  const classOf = built.classOf.map((group) => groups[group]!);
  return { states: order.length, accepting: rejecting.length, classOf, width, next };
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
    for (let group = built.width - 1; group >= 0; group--) waiting.push(built.stateBehind(state, group));
  }
  return order;
}
