import { DEAD, START, type Automaton, type Walk } from './automaton.js';
import type { Edge } from './expression.js';
import { holdsAfter, holdsBefore, type Text } from './text.js';
import type { WholeTable } from './whole-table.js';

/** An automaton of which every state was built ahead of time. */
export class WholeAutomaton implements Automaton {
  readonly size: number;
  readonly #accepting: number;
  readonly #classOf: Uint8Array;
  readonly #width: number;
  readonly #next: Uint8Array;

  lookups = 0;

  constructor({ states, accepting, classOf, width, next }: WholeTable) {
    this.size = states;
    this.#accepting = accepting;
    this.#classOf = classOf;
    this.#width = width;
    this.#next = next;
  }

  longest(text: Text, from: number, to: number, after: Edge | undefined): Walk {
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
      if (state >= accepting && holdsAfter(after, text, i + 1)) end = i + 1;
    }
    this.lookups += i - from;
    return { end, open: state !== DEAD, to: i };
  }

  earliestEnd(text: Text, from: number, to: number, after: Edge | undefined, standIn: number | undefined): number {
    const { bytes } = text;
    const classOf = this.#classOf;
    const width = this.#width;
    const next = this.#next;
    const accepting = this.#accepting;
    let state = standIn === undefined ? START : next[START * width + classOf[standIn]!]!;
    let end = -1;
    let i = from;
    while (i < to) {
      state = next[state * width + classOf[bytes[i++]!]!]!;
      if (state >= accepting && holdsAfter(after, text, i)) {
        end = i;
        break;
      }
    }
    this.lookups += i - from;
    return end;
  }

  startBefore(text: Text, from: number, to: number, before: Edge | undefined, nearest: boolean): number {
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
      if (state >= accepting && holdsBefore(before, text, i)) start = i;
    }
    this.lookups += from - i;
    return start;
  }

  mayBeginBefore({ bytes }: Text, from: number, to: number): boolean {
    const classOf = this.#classOf;
    const width = this.#width;
    const next = this.#next;
    let state = START;
    let i = from;
    while (i > to) {
      state = next[state * width + classOf[bytes[--i]!]!]!;
      if (state >= this.#accepting || state === DEAD) break;
    }
    this.lookups += from - i;
    return state !== DEAD;
  }

  buildAll(limit: number): number | undefined {
    return this.size > limit ? undefined : this.size;
  }
}
