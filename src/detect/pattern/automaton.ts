import type { Edge } from './expression.js';
import type { Text } from './text.js';

/** The state from which nothing can match any more. */
export const DEAD = 0;
/** The state before the first byte. */
export const START = 1;

/** Instead of a state: behind the byte a match may end, or more of the automaton would have to be made to tell. */
export const UNTOLD = -1;

/** Where a walk ended. */
export interface Walk {
  /** End of the longest match, exclusive; -1 when there is none. */
  readonly end: number;
  /** Whether more bytes could have made a match, or a longer one. */
  readonly open: boolean;
  /** How far it went, exclusive. */
  readonly to: number;
}

/**
 * A deterministic automaton over bytes: one table look-up a byte, whatever the pattern and whatever the input. That is
 * what makes every rule linear.
 */
export interface Automaton {
  /** States that there are so far, the dead one included. */
  readonly size: number;
  /** Bytes looked at since the start: the work done, as a number that tests can compare with the length of a text. */
  readonly lookups: number;

  /**
   * The state behind a byte, {@link DEAD} where nothing can match any more, or {@link UNTOLD}. What is a state of one that
   * has once said so is never asked for again.
   */
  step(state: number, byte: number): number;

  /** The longest match that starts at `from`. */
  longest(text: Text, from: number, to: number, after: Edge | undefined): Walk;

  /**
   * The earliest end of any match in a search automaton, or -1.
   *
   * @param standIn A byte to be taken before the first one, for the edge that the start of a text is.
   */
  earliestEnd(text: Text, from: number, to: number, after: Edge | undefined, standIn: number | undefined): number;

  /**
   * Walks backwards from `from` down to `to` with the automaton of a reversed pattern.
   *
   * @param nearest Whether to stop at the first start found, or go on to the one farthest from `from`.
   * @returns a start at which `before` holds, or -1.
   */
  startBefore(text: Text, from: number, to: number, before: Edge | undefined, nearest: boolean): number;

  /**
   * Whether a walk backwards from `from` with the automaton of a reversed pattern comes to where that could begin, or to
   * `to` before it is known that it cannot.
   */
  mayBeginBefore(text: Text, from: number, to: number): boolean;

  /** Builds every state. Returns how many there are, or undefined when there are more than `limit`: for tests. */
  buildAll(limit: number): number | undefined;
}
