import type { Anchor } from './anchor.js';
import type { Automaton } from './automaton.js';
import { backwards, behindByte, fromPosition, upToPosition } from './derived-positions.js';
import type { Edge } from './expression.js';
import { LazyAutomaton } from './lazy-automaton.js';
import { parsePattern } from './parse.js';
import { positionsOf, type PositionsOfParts } from './positions.js';
import type { StateTable } from './state-table.js';
import { TableAutomaton } from './table-automaton.js';
import { writeAutomata, type Role, type WrittenAutomata } from './written-automata.js';

/**
 * All automata of one expression, each read or made when it is first asked for. Those that are made stand on the positions
 * of the whole: the expression itself, which takes ten times the memory, is not kept.
 */
export class Automata {
  /** What has to stand before a match. */
  readonly before: Edge | undefined;
  /** What has to stand behind it. */
  readonly after: Edge | undefined;
  readonly #source: RegExp;
  readonly #anchor: Anchor;
  readonly #written: WrittenAutomata | undefined;
  #whole: PositionsOfParts | undefined;
  #forward: Automaton | undefined;
  #rest: Automaton | undefined;
  #front: Automaton | undefined;
  #search: Automaton | undefined;
  #backward: Automaton | undefined;

  /** @param written Those of its automata that were built ahead of time: then the expression may never have to be read. */
  constructor(source: RegExp, anchor: Anchor, written?: WrittenAutomata) {
    this.#source = source;
    this.#anchor = anchor;
    this.#written = written;
    if (written === undefined) {
      const { before, after, body } = parsePattern(source);
      this.#whole = positionsOf(body);
      this.before = before;
      this.after = after;
    } else {
      this.before = written.before;
      this.after = written.after;
    }
  }

  /** Of a match from its beginning on. */
  get forward(): Automaton {
    return (this.#forward ??= this.#automaton('forward'));
  }

  /** Of what a match is from its anchor on; undefined when that cannot be told from what stands before. */
  get fromAnchor(): Automaton | undefined {
    if (this.#anchor.maxBefore === 0) return this.forward;
    if (this.#anchor.part === undefined) return undefined;
    return (this.#rest ??= this.#automaton('fromAnchor'));
  }

  /** Of what stands in front of the anchor in a match, backwards; undefined where that may be nothing, or cannot be told. */
  get inFront(): Automaton | undefined {
    const { part, minBefore, maxBefore } = this.#anchor;
    if (maxBefore === 0 || part === undefined || minBefore === 0) return undefined;
    return (this.#front ??= this.#automaton('inFront'));
  }

  /** Finds the end of a match, the byte before which is right. */
  get search(): Automaton {
    return (this.#search ??= this.#automaton('search'));
  }

  /** Of a match from its end back to its beginning. */
  get backward(): Automaton {
    return (this.#backward ??= this.#automaton('backward'));
  }

  #automaton(role: Role): Automaton {
    const table = this.#written?.table(role);
    if (table === undefined) return this.#lazy(role);
    return new TableAutomaton(table, table.whole ? undefined : () => this.#lazy(role));
  }

  /** The automaton of a role as it is when nothing was built ahead of time. There has to be one of that role. */
  #lazy(role: Role): LazyAutomaton {
    const { positions, begins } = this.#positions;
    const border = begins[this.#anchor.part ?? 0] ?? 0;
    switch (role) {
      case 'forward':
        return new LazyAutomaton(positions, 'anchored');
      case 'fromAnchor':
        return new LazyAutomaton(fromPosition(positions, border), 'anchored');
      case 'inFront':
        return new LazyAutomaton(backwards(upToPosition(positions, border)), 'anchored');
      case 'search':
        return new LazyAutomaton(
          this.before === undefined ? positions : behindByte(positions, this.before.allowed),
          'search',
        );
      case 'backward':
        return new LazyAutomaton(backwards(positions), 'anchored');
    }
  }

  /** Writes down the automata of some roles, as far as they are small enough: what `written` is made from. */
  write(roles: readonly Role[]): Buffer {
    const tables: Partial<Record<Role, StateTable>> = {};
    const seen = new Set<Automaton>();
    for (const role of roles) {
      const automaton = this[role];
      // One that stands for another role too is written once, under the role that comes first.
      if (!(automaton instanceof LazyAutomaton) || seen.has(automaton)) continue;
      seen.add(automaton);
      const table = automaton.table();
      if (table !== undefined) tables[role] = table;
    }
    return writeAutomata(this, tables);
  }

  get #positions(): PositionsOfParts {
    return (this.#whole ??= positionsOf(parsePattern(this.#source).body));
  }

  /** Bytes that they have looked at since the start. */
  get lookups(): number {
    const made = [this.#forward, this.#rest, this.#front, this.#search, this.#backward];
    return made.reduce((sum, automaton) => sum + (automaton?.lookups ?? 0), 0);
  }
}
