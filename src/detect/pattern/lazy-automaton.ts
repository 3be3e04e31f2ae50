import { DEAD, START, UNTOLD, type Automaton, type Walk } from './automaton.js';
import type { Edge } from './expression.js';
import type { Positions } from './positions.js';
import {
  addFollowers,
  countIn,
  DEAD_KEY,
  DONE_KEY,
  isAccepting,
  positionIn,
  takeKey,
  type StateKey,
} from './state-key.js';
import { holdsAfter, holdsBefore, type Text } from './text.js';
import { MAX_TABLE_STATES, stateTableOf, type StateTable } from './state-table.js';

/** What the table says of a byte: the state behind it, whether that one accepts, or that nobody knows yet. */
const STATE = 0x7fff;
const ACCEPTING = 0x8000;
const UNKNOWN = 0xffff;
/**
 * States kept at most. No rule of the catalogue reaches it, which a test proves by building every automaton whole; if
 * one did, its states would be thrown away and built again: slower, never wrong and never out of memory.
 */
const MAX_STATES = 8_192;

/** States up to which it is tried whether those that accept the same make a table that is small enough. */
const MAX_TABLED = 1_024;

/** States up to which their keys are searched one by one: most automata have no more, and maps for them took 2.5 MB. */
const FEW_STATES = 128;

/** An automaton whose states are built when they are first needed. */
export class LazyAutomaton implements Automaton {
  readonly #positions: Positions;
  /** Looks for a match anywhere (`search`) or only from the first byte on. */
  readonly #search: boolean;
  readonly #classOf: Uint8Array;
  readonly #width: number;
  #next = new Uint16Array(0);
  /** Per state, the positions that may take the next byte. */
  #keys: StateKey[] = [];
  /** The states by their keys, once there are more than {@link FEW_STATES}; undefined before. */
  #states: Map<StateKey, number> | undefined;

  constructor(positions: Positions, mode: 'anchored' | 'search') {
    this.#positions = positions;
    this.#search = mode === 'search';
    this.#classOf = positions.classes.of;
    this.#width = positions.classes.count;
    this.#reset();
  }

  get size(): number {
    return this.#keys.length;
  }

  lookups = 0;

  /** It tells nothing: its states may be thrown away before they are asked for again. */
  step(): number {
    return UNTOLD;
  }

  longest(text: Text, from: number, to: number, after: Edge | undefined): Walk {
    const { bytes } = text;
    const classOf = this.#classOf;
    const width = this.#width;
    let next = this.#next;
    let state = START;
    let end = -1;
    let i = from;
    for (; i < to && state !== DEAD; i++) {
      const byte = bytes[i]!;
      let step = next[state * width + classOf[byte]!]!;
      if (step === UNKNOWN) {
        step = this.#build(state, byte);
        next = this.#next;
      }
      state = step & STATE;
      if (step >= ACCEPTING && holdsAfter(after, text, i + 1)) end = i + 1;
    }
    this.lookups += i - from;
    return { end, open: state !== DEAD, to: i };
  }

  earliestEnd(text: Text, from: number, to: number, after: Edge | undefined, standIn: number | undefined): number {
    const { bytes } = text;
    const classOf = this.#classOf;
    const width = this.#width;
    let state = standIn === undefined ? START : this.#step(START, standIn) & STATE;
    let next = this.#next;
    let i = from;
    // The hottest loop of all beside the scanner's: what it needs is at hand, the table is looked up anew when it grew.
    while (i < to) {
      const byte = bytes[i++]!;
      let step = next[state * width + classOf[byte]!]!;
      if (step === UNKNOWN) {
        step = this.#build(state, byte);
        next = this.#next;
      }
      state = step & STATE;
      if (step >= ACCEPTING && holdsAfter(after, text, i)) {
        this.lookups += i - from;
        return i;
      }
    }
    this.lookups += i - from;
    return -1;
  }

  startBefore(text: Text, from: number, to: number, before: Edge | undefined, nearest: boolean): number {
    const { bytes } = text;
    let state = START;
    let start = -1;
    let i = from;
    while (i > to && state !== DEAD && !(nearest && start !== -1)) {
      const step = this.#step(state, bytes[--i]!);
      state = step & STATE;
      if (step >= ACCEPTING && holdsBefore(before, text, i)) start = i;
    }
    this.lookups += from - i;
    return start;
  }

  mayBeginBefore({ bytes }: Text, from: number, to: number): boolean {
    let state = START;
    let i = from;
    while (i > to) {
      const step = this.#step(state, bytes[--i]!);
      state = step & STATE;
      if (step >= ACCEPTING || state === DEAD) break;
    }
    this.lookups += from - i;
    return state !== DEAD;
  }

  buildAll(limit: number): number | undefined {
    const each = this.#oneOfEachClass();
    for (let state = 0; state < this.#keys.length; state++) {
      for (const byte of each) this.#step(state, byte);
      if (this.#keys.length > Math.min(limit, MAX_STATES - 1)) return undefined;
    }
    return this.#keys.length;
  }

  /** A byte of each class: what stands behind these is all that stands behind a state. */
  #oneOfEachClass(): number[] {
    return Array.from({ length: this.#width }, (_, group) => this.#classOf.indexOf(group));
  }

  /**
   * It as a table: all of it, or where that is too much those of its states that were built first, so that texts which were
   * walked before decide which. Undefined when it has too many classes.
   */
  table(): StateTable | undefined {
    const whole = this.buildAll(MAX_TABLED) === undefined ? undefined : this.#tableOf(this.#keys.length, true);
    if (whole !== undefined) return whole;
    const kept = MAX_TABLE_STATES - 1;
    const each = this.#oneOfEachClass();
    for (let state = START; state < kept && this.#keys.length < MAX_STATES / 2; state++) {
      for (const byte of each) this.#step(state, byte);
    }
    return this.#tableOf(kept, false);
  }

  #tableOf(kept: number, whole: boolean): StateTable | undefined {
    const next = this.#next;
    const width = this.#width;
    return stateTableOf({
      classOf: this.#classOf,
      width,
      whole,
      stateBehind: (state, group) => {
        const step = next[state * width + group]!;
        return step === UNKNOWN || (step & STATE) >= kept ? undefined : step & STATE;
      },
      accepts: (state) => state !== DEAD && isAccepting(this.#keys[state]!),
    });
  }

  /** @returns the state behind a byte, with {@link ACCEPTING} where it accepts. */
  #step(state: number, byte: number): number {
    const next = this.#next[state * this.#width + this.#classOf[byte]!]!;
    return next === UNKNOWN ? this.#build(state, byte) : next;
  }

  #build(state: number, byte: number): number {
    const positions = this.#positions;
    const { sets, table, size } = positions;
    if (this.#search) addFollowers(positions, size);
    let accepting = false;
    const key = this.#keys[state]!;
    for (let i = 0, count = countIn(key); i < count; i++) {
      const position = positionIn(key, i);
      const head = table[position]!;
      if (!sets[head >> 1]!.has(byte)) continue;
      accepting ||= (head & 1) === 1;
      addFollowers(positions, position);
    }
    const reached = takeKey(positions, accepting);
    const flag = accepting ? ACCEPTING : 0;
    let next = this.#stateOf(reached);
    if (next === undefined) {
      if (this.#keys.length >= MAX_STATES) {
        this.#reset();
        // The caller's state number is gone with the table; its edge is simply not remembered.
        return this.#add(reached) | flag;
      }
      next = this.#add(reached);
    }
    return (this.#next[state * this.#width + this.#classOf[byte]!] = next | flag);
  }

  #stateOf(key: StateKey): number | undefined {
    if (this.#states !== undefined) return this.#states.get(key);
    const state = this.#keys.indexOf(key);
    return state === -1 ? undefined : state;
  }

  #add(key: StateKey): number {
    const state = this.#keys.length;
    this.#keys.push(key);
    if (this.#states !== undefined) this.#states.set(key, state);
    else if (state >= FEW_STATES) this.#states = new Map(this.#keys.map((known, index) => [known, index]));
    const capacity = this.#next.length / this.#width;
    if (state >= capacity) {
      const table = new Uint16Array(Math.max(8, Math.ceil(capacity * 1.2)) * this.#width).fill(UNKNOWN);
      table.set(this.#next);
      this.#next = table;
    }
    return state;
  }

  #reset(): void {
    this.#keys = [];
    this.#states = undefined;
    this.#next.fill(UNKNOWN);
    // A search always goes on: it has no dead state, and none of its states has the key that keeps its number here.
    this.#add(this.#search ? DONE_KEY : DEAD_KEY);
    addFollowers(this.#positions, this.#positions.size);
    this.#add(takeKey(this.#positions, false));
  }
}
