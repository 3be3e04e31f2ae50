import type { Anchor } from './anchor.js';
import { Automaton } from './automaton.js';
import { backwards, behindByte, fromPosition, upToPosition } from './derived-positions.js';
import type { Edge, EdgedExpression } from './expression.js';
import { positionsOf, type Positions } from './positions.js';

/**
 * All automata of one expression, each made when it is first asked for. They stand on the positions of the whole: the
 * expression itself, which takes ten times the memory, is not kept.
 */
export class Automata {
  /** What has to stand before a match. */
  readonly before: Edge | undefined;
  /** What has to stand behind it. */
  readonly after: Edge | undefined;
  readonly #whole: Positions;
  readonly #anchor: Anchor;
  /** The first position of what begins with the anchor, where that can be told. */
  readonly #border: number | undefined;
  #forward: Automaton | undefined;
  #rest: Automaton | undefined;
  #front: Automaton | undefined;
  #search: Automaton | undefined;
  #backward: Automaton | undefined;

  constructor({ before, after, body }: EdgedExpression, anchor: Anchor) {
    const { positions, begins } = positionsOf(body);
    this.before = before;
    this.after = after;
    this.#whole = positions;
    this.#anchor = anchor;
    this.#border = anchor.maxBefore === 0 || anchor.part === undefined ? undefined : begins[anchor.part];
  }

  /** Of a match from its beginning on. */
  get forward(): Automaton {
    return (this.#forward ??= new Automaton(this.#whole, 'anchored'));
  }

  /** Of what a match is from its anchor on; undefined when that cannot be told from what stands before. */
  get fromAnchor(): Automaton | undefined {
    if (this.#anchor.maxBefore === 0) return this.forward;
    if (this.#border === undefined) return undefined;
    return (this.#rest ??= new Automaton(fromPosition(this.#whole, this.#border), 'anchored'));
  }

  /** Of what stands in front of the anchor in a match, backwards; undefined where that may be nothing, or cannot be told. */
  get inFront(): Automaton | undefined {
    if (this.#border === undefined || this.#anchor.minBefore === 0) return undefined;
    return (this.#front ??= new Automaton(backwards(upToPosition(this.#whole, this.#border)), 'anchored'));
  }

  /** Finds the end of a match, the byte before which is right. */
  get search(): Automaton {
    return (this.#search ??= new Automaton(this.#withByteBefore(), 'search'));
  }

  /** Of a match from its end back to its beginning. */
  get backward(): Automaton {
    return (this.#backward ??= new Automaton(backwards(this.#whole), 'anchored'));
  }

  #withByteBefore(): Positions {
    return this.before === undefined ? this.#whole : behindByte(this.#whole, this.before.allowed);
  }

  /** Bytes that they have looked at since the start. */
  get lookups(): number {
    const made = [this.#forward, this.#rest, this.#front, this.#search, this.#backward];
    return made.reduce((sum, automaton) => sum + (automaton?.lookups ?? 0), 0);
  }
}
