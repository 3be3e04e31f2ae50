import type { Edge } from './expression.js';
import type { Positions } from './positions.js';
import { addFollowers, countIn, DEAD_KEY, DONE_KEY, positionIn, takeKey, type StateKey } from './state-key.js';
import { holdsAfter, holdsBefore, type Text } from './text.js';

/** The state from which nothing can match any more. */
const DEAD = 0;
/** The state before the first byte. */
const START = 1;

/** What the table says of a byte: the state behind it, whether that one accepts, or that nobody knows yet. */
const STATE = 0x7fff;
const ACCEPTING = 0x8000;
const UNKNOWN = 0xffff;
/**
 * States kept at most. No rule of the catalogue reaches it, which a test proves by building every automaton whole; if
 * one did, its states would be thrown away and built again: slower, never wrong and never out of memory.
 */
const MAX_STATES = 8_192;

/** States up to which their keys are searched one by one: most automata have no more, and maps for them took 2.5 MB. */
const FEW_STATES = 128;

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
 * A deterministic automaton over bytes whose states are built when they are first needed: one table look-up a byte,
 * whatever the pattern and whatever the input. That is what makes every rule linear.
 */
export class Automaton {
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

  /** States built so far, the dead one included. */
  get size(): number {
    return this.#keys.length;
  }

  /** Bytes looked at since the start: the work done, as a number that tests can compare with the length of a text. */
  lookups = 0;

  /** The longest match that starts at `from`. */
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

  /**
   * The earliest end of any match in a search automaton, or -1.
   *
   * @param standIn A byte to be taken before the first one, for the edge that the start of a text is.
   */
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

  /**
   * Walks backwards from `from` down to `to` with the automaton of a reversed pattern.
   *
   * @param nearest Whether to stop at the first start found, or go on to the one farthest from `from`.
   * @returns a start at which `before` holds, or -1.
   */
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

  /**
   * Whether a walk backwards from `from` with the automaton of a reversed pattern comes to where that could begin, or to
   * `to` before it is known that it cannot.
   */
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

  /** Builds every state. Returns how many there are, or undefined when there are more than `limit`: for tests. */
  buildAll(limit: number): number | undefined {
    const representatives = Array.from({ length: this.#width }, (_, group) => this.#classOf.indexOf(group));
    for (let state = 0; state < this.#keys.length; state++) {
      for (const byte of representatives) this.#step(state, byte);
      if (this.#keys.length > Math.min(limit, MAX_STATES - 1)) return undefined;
    }
    return this.#keys.length;
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
