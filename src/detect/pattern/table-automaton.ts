import { DEAD, START, UNTOLD, type Automaton, type Walk } from './automaton.js';
import type { Edge } from './expression.js';
import type { StateTable } from './state-table.js';
import { holdsAfter, holdsBefore, type Text } from './text.js';

/** The number of no state. */
const NONE = -1;

/**
 * An automaton whose states were built ahead of time: all of them, or those that texts are likely to come to. A text that
 * leads beyond these is walked again from where the walk began, by an automaton that is made for it and used from then on.
 */
export class TableAutomaton implements Automaton {
  readonly size: number;
  readonly #accepting: number;
  readonly #classOf: Uint8Array;
  readonly #width: number;
  #next: Uint8Array;
  /** The state that stands for all that are not there. */
  readonly #beyond: number;
  readonly #makeWhole: (() => Automaton) | undefined;
  #whole: Automaton | undefined;
  #lookups = 0;

  /** @param makeWhole Makes the same automaton with all of its states; undefined where the table has them. */
  constructor({ states, accepting, classOf, width, next }: StateTable, makeWhole: (() => Automaton) | undefined) {
    this.size = states;
    this.#accepting = accepting;
    this.#classOf = classOf;
    this.#width = width;
    this.#next = next;
    this.#beyond = makeWhole === undefined ? NONE : states - 1;
    this.#makeWhole = makeWhole;
  }

  get lookups(): number {
    return this.#lookups + (this.#whole?.lookups ?? 0);
  }

  step(state: number, byte: number): number {
    if (this.#whole !== undefined) return UNTOLD;
    const next = this.#next[state * this.#width + this.#classOf[byte]!]!;
    return next < this.#accepting ? next : UNTOLD;
  }

  longest(text: Text, from: number, to: number, after: Edge | undefined): Walk {
    if (this.#whole !== undefined) return this.#whole.longest(text, from, to, after);
    const { bytes } = text;
    const classOf = this.#classOf;
    const width = this.#width;
    const next = this.#next;
    const accepting = this.#accepting;
    let state = START;
    let end = -1;
    let i = from;
    for (; i < to && state !== DEAD; i++) {
      state = next[state * width + classOf[bytes[i]!]!]!;
      // The state beyond stands behind those that accept, so that it costs nothing to look for it.
      if (state < accepting) continue;
      if (state === this.#beyond) return this.#goBeyond(i - from).longest(text, from, to, after);
      if (holdsAfter(after, text, i + 1)) end = i + 1;
    }
    this.#lookups += i - from;
    return { end, open: state !== DEAD, to: i };
  }

  earliestEnd(text: Text, from: number, to: number, after: Edge | undefined, standIn: number | undefined): number {
    if (this.#whole !== undefined) return this.#whole.earliestEnd(text, from, to, after, standIn);
    const { bytes } = text;
    const classOf = this.#classOf;
    const width = this.#width;
    const next = this.#next;
    const accepting = this.#accepting;
    let state = standIn === undefined ? START : next[START * width + classOf[standIn]!]!;
    if (state === this.#beyond) return this.#goBeyond(0).earliestEnd(text, from, to, after, standIn);
    let i = from;
    while (i < to) {
      state = next[state * width + classOf[bytes[i++]!]!]!;
      if (state < accepting) continue;
      if (state === this.#beyond) return this.#goBeyond(i - from).earliestEnd(text, from, to, after, standIn);
      if (holdsAfter(after, text, i)) {
        this.#lookups += i - from;
        return i;
      }
    }
    this.#lookups += i - from;
    return -1;
  }

  startBefore(text: Text, from: number, to: number, before: Edge | undefined, nearest: boolean): number {
    if (this.#whole !== undefined) return this.#whole.startBefore(text, from, to, before, nearest);
    const { bytes } = text;
    const classOf = this.#classOf;
    const width = this.#width;
    const next = this.#next;
    const accepting = this.#accepting;
    let state = START;
    let start = -1;
    let i = from;
    while (i > to && state !== DEAD && !(nearest && start !== -1)) {
      state = next[state * width + classOf[bytes[--i]!]!]!;
      if (state < accepting) continue;
      if (state === this.#beyond) return this.#goBeyond(from - i).startBefore(text, from, to, before, nearest);
      if (holdsBefore(before, text, i)) start = i;
    }
    this.#lookups += from - i;
    return start;
  }

  mayBeginBefore(text: Text, from: number, to: number): boolean {
    if (this.#whole !== undefined) return this.#whole.mayBeginBefore(text, from, to);
    const { bytes } = text;
    const classOf = this.#classOf;
    const width = this.#width;
    const next = this.#next;
    let state = START;
    let i = from;
    while (i > to) {
      state = next[state * width + classOf[bytes[--i]!]!]!;
      if (state >= this.#accepting || state === DEAD) break;
    }
    if (state === this.#beyond) return this.#goBeyond(from - i).mayBeginBefore(text, from, to);
    this.#lookups += from - i;
    return state !== DEAD;
  }

  buildAll(limit: number): number | undefined {
    if (this.#makeWhole !== undefined) return this.#makeWhole().buildAll(limit);
    return this.size > limit ? undefined : this.size;
  }

  /** @param lookups Bytes that were looked at in vain. */
  #goBeyond(lookups: number): Automaton {
    this.#lookups += lookups;
    this.#whole = this.#makeWhole!();
    // It is not needed any more.
    this.#next = new Uint8Array(0);
    return this.#whole;
  }
}
