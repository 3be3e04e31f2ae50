import type { Neighbours } from './pattern/neighbours.js';
import type { Pattern } from './pattern/pattern.js';

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
  /** Per row, what can stand beside the literal in a match of that pattern. */
  readonly neighbours: readonly Neighbours[];

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
    const neighbours: Neighbours[] = [];
    patterns.forEach((pattern, number) => {
      pattern.anchor.literals.forEach((literal, index) => {
        const row = ends[literals.get(literal)!]!++;
        numbers[row] = number;
        neighbours[row] = pattern.neighbours[index]!;
      });
    });
    this.first = first;
    this.patterns = numbers;
    this.neighbours = neighbours;
  }

  /** The numbers of the patterns that a literal anchors. */
  at(literal: number): Uint16Array {
    return this.patterns.subarray(this.first[literal], this.first[literal + 1]);
  }
}
