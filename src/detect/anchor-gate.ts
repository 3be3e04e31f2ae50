import { DEAD, START, UNTOLD } from './pattern/automaton.js';
import type { RuleSet } from './rule-set.js';

/** Bytes of an anchor and of what follows it that are looked at. */
export const GATE_BYTES = 15;
/** States kept at most, of half a kilobyte each. */
const MAX_STATES = 256;
const FIRST_STATES = 32;
/** Surroundings of anchors that are remembered; a power of two. */
const MAX_BEGINNINGS = 1_024;
const BYTES = 256;
/** What it costs to make a state or a beginning, and to ask, over what a match costs that is followed in vain; measured. */
const MAKING = 16;
const ASKING = 1 / 2;
/** What it may cost in a text before it has saved anything. */
const CREDIT = 2_048;
/** What the table says of a byte that no state has met. */
const UNKNOWN = 0xffff;
/** With the number of a state: that no byte rules out any more there. */
const SETTLED = 0x8000;
const STATE = 0x7fff;

/** Matches, by their numbers, that an anchor was followed in up to some byte. */
interface GateState {
  /** Those that the next byte may rule out, and in which state the automaton of each is. */
  readonly open: readonly number[];
  readonly states: readonly number[];
  /** Those and the ones that nothing rules out any more. */
  readonly left: readonly number[];
}

/**
 * Tells in one walk which of the matches that an anchor may belong to it belongs to in none, as far as the next bytes tell:
 * `curl` is an anchor of thirty expressions, and to walk through each of them costs thirty times as much. Worth it where
 * anchors stand close together, as in a text that was made to be slow; in others the walks are as different as the words
 * behind the anchors are.
 */
export class AnchorGate {
  readonly #rules: RuleSet;
  #table = new Uint16Array(0);
  #states: GateState[] = [];
  #numbers = new Map<string, number>();
  /** Per surroundings of an anchor, by a hash of them, which these are and the state to begin with. */
  readonly #beginnings = new Float64Array(MAX_BEGINNINGS);
  readonly #begun = new Uint16Array(MAX_BEGINNINGS);
  #credit = 0;

  constructor(rules: RuleSet) {
    this.#rules = rules;
    this.#forget();
  }

  /** Begins a text. */
  begin(): void {
    this.#credit = CREDIT;
  }

  /** Whether it has saved more in this text than it cost, or may yet. */
  get isWorthwhile(): boolean {
    return this.#credit > 0;
  }

  /**
   * The numbers of the matches that a literal between `start` and `end` may be the anchor of. A byte must stand in front of
   * it, and two behind.
   */
  matchesAt(literal: number, start: number, end: number, bytes: Uint8Array): readonly number[] {
    let state = this.#beginning(literal, bytes[start - 1]!, bytes[end]!, bytes[end + 1]!);
    const { left } = this.#states[state & STATE]!;
    if (state >= SETTLED) return left;
    const to = Math.min(start + GATE_BYTES, bytes.length);
    for (let i = start; i < to && state < SETTLED; i++) {
      const next = this.#table[state * BYTES + bytes[i]!]!;
      state = next === UNKNOWN ? this.#build(state, bytes[i]!) : next;
    }
    const leftNow = this.#states[state & STATE]!.left;
    this.#credit += left.length - leftNow.length - ASKING;
    return leftNow;
  }

  #beginning(literal: number, before: number, behind: number, beyond: number): number {
    // One more, because nothing is remembered as zero.
    const surroundings = (((literal + 1) * BYTES + before) * BYTES + behind) * BYTES + beyond;
    const place = (Math.imul(literal, 0x9e3779b1) ^ (before << 8) ^ (behind << 4) ^ beyond) & (MAX_BEGINNINGS - 1);
    if (this.#beginnings[place] === surroundings) return this.#begun[place]!;
    this.#credit -= MAKING;
    const { anchors, matches } = this.#rules;
    const open: number[] = [];
    const passed: number[] = [];
    for (let row = anchors.first[literal]!; row < anchors.first[literal + 1]!; row++) {
      if (!anchors.mayStandBefore(row, behind, beyond) || !anchors.mayStandBehind(row, before)) continue;
      const number = anchors.patterns[row]!;
      (matches[number]!.pattern.fromAnchor === undefined ? passed : open).push(number);
    }
    const state = this.#stateOf(
      open,
      open.map(() => START),
      passed,
    );
    this.#beginnings[place] = surroundings;
    this.#begun[place] = state;
    return state;
  }

  #build(state: number, byte: number): number {
    this.#credit -= MAKING;
    const { open, states, left } = this.#states[state]!;
    const stillOpen: number[] = [];
    const reached: number[] = [];
    const passed = left.slice(open.length);
    open.forEach((number, i) => {
      const next = this.#rules.matches[number]!.pattern.fromAnchor!.step(states[i]!, byte);
      if (next === DEAD) return;
      if (next === UNTOLD) {
        passed.push(number);
        return;
      }
      stillOpen.push(number);
      reached.push(next);
    });
    const known = this.#states.length;
    const next = this.#stateOf(stillOpen, reached, passed);
    // Where all was forgotten to make room, the state that this one came from is gone.
    if (this.#states.length >= known) this.#table[state * BYTES + byte] = next;
    return next;
  }

  #stateOf(open: readonly number[], states: readonly number[], passed: readonly number[]): number {
    const key = `${open.join()};${states.join()};${passed.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#states.length === MAX_STATES) this.#forget();
    const number = this.#states.push({ open, states, left: [...open, ...passed] }) - 1;
    const state = open.length === 0 ? number | SETTLED : number;
    this.#numbers.set(key, state);
    if (this.#table.length < this.#states.length * BYTES) {
      const table = new Uint16Array(2 * this.#table.length).fill(UNKNOWN);
      table.set(this.#table);
      this.#table = table;
    }
    return state;
  }

  #forget(): void {
    this.#table = new Uint16Array(FIRST_STATES * BYTES).fill(UNKNOWN);
    this.#states = [];
    this.#numbers.clear();
    this.#beginnings.fill(0);
  }
}
