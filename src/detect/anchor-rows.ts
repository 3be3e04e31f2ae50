import { WORDS, type ByteSet } from './pattern/byte-set.js';
import type { Pattern } from './pattern/pattern.js';

/** Sets kept for a row. */
const BESIDE = 3;

/** What of a pattern its rows are made of. */
type Anchored = Pick<Pattern, 'anchor' | 'neighbours'>;

/**
 * Which patterns have which literals for an anchor: a row for each pair, those of a literal one behind the other. There are
 * ten thousand, most of them alone: as lists they took a megabyte.
 */
export class AnchorRows {
  /** Per literal, its first row; those up to the first of the next one are its own. */
  readonly first: Uint32Array;
  /** Per row, the number of the pattern. */
  readonly patterns: Uint16Array;
  /**
   * What can stand beside the literal in a match of that pattern: the words of all sets that there are, and per row where
   * those of the byte in front of it begin, of the one behind it and of the one behind that. This is asked of every hit, and
   * as objects one lay behind the other.
   */
  readonly #sets: Int32Array;
  readonly #beside: Uint16Array;

  /** @param literals All literals by their text, with their numbers; those of the patterns must be among them. */
  constructor(patterns: readonly Anchored[], literals: ReadonlyMap<string, number>) {
    const first = new Uint32Array(literals.size + 1);
    const ends = new Uint32Array(literals.size);
    for (const { anchor } of patterns) for (const literal of anchor.literals) first[literals.get(literal)! + 1]!++;
    for (let literal = 0; literal < literals.size; literal++) {
      ends[literal] = first[literal]!;
      first[literal + 1]! += first[literal]!;
    }
    const numbers = new Uint16Array(first[literals.size]!);
    const beside = new Uint16Array(BESIDE * numbers.length);
    const known = new Map<ByteSet, number>();
    const placeOf = (set: ByteSet): number => {
      let place = known.get(set);
      if (place === undefined) known.set(set, (place = WORDS * known.size));
      return place;
    };
    patterns.forEach((pattern, number) => {
      pattern.anchor.literals.forEach((literal, index) => {
        const row = ends[literals.get(literal)!]!++;
        numbers[row] = number;
        const { before, next, second } = pattern.neighbours[index]!;
        beside[BESIDE * row] = placeOf(before);
        beside[BESIDE * row + 1] = placeOf(next);
        beside[BESIDE * row + 2] = placeOf(second);
      });
    });
    this.first = first;
    this.patterns = numbers;
    this.#beside = beside;
    this.#sets = new Int32Array(WORDS * known.size);
    for (const [set, place] of known) set.writeTo(this.#sets, place);
  }

  /** Whether the bytes beside a literal between `start` and `end` let it stand in a match of a row's pattern. */
  mayStandBetween(row: number, bytes: Uint8Array, start: number, end: number): boolean {
    // What is beyond the ends of a text is not known here.
    if (start === 0 || end + 1 >= bytes.length) return true;
    return this.mayStandBefore(row, bytes[end]!, bytes[end + 1]!) && this.mayStandBehind(row, bytes[start - 1]!);
  }

  /** The same of the one byte in front of it. */
  mayStandBehind(row: number, inFront: number): boolean {
    return this.#holds(this.#beside[BESIDE * row]!, inFront);
  }

  /** The same of the two bytes behind it. */
  mayStandBefore(row: number, behind: number, beyond: number): boolean {
    const at = BESIDE * row;
    return this.#holds(this.#beside[at + 1]!, behind) && this.#holds(this.#beside[at + 2]!, beyond);
  }

  #holds(set: number, byte: number): boolean {
    return ((this.#sets[set + (byte >> 5)]! >>> (byte & 31)) & 1) === 1;
  }
}
