import { shortDigest } from '../record-file.js';
import { asciiOf } from '../../text/unicode-escape.js';
import { ByteSet } from './byte-set.js';
import type { PatternFacts } from './facts.js';
import type { Neighbours } from './neighbours.js';

/**
 * The facts of an expression as `npm run generate` writes them down: the expression's digest, whether it has a gap, its
 * longest match, how many bytes at least and at most stand before the anchor, the anchor's literals, the numbers of what
 * can stand beside each of these (one where that is the same for all), what can stand right before the anchor, the part
 * of the expression that begins with it (-1 for none), and the bytes of which one is needed behind it.
 */
export type WrittenFacts = readonly [
  digest: string,
  gap: boolean,
  maxLength: number,
  minBefore: number,
  maxBefore: number,
  literals: readonly string[],
  neighbours: string,
  precededBy?: string,
  part?: number,
  needed?: readonly number[],
];

/** What can stand before a literal, behind it, and behind that: sets of bytes as ranges, with a bar between them. */
export type WrittenNeighbours = string;

/** Numbers are written with these many digits: there are a few thousand of them. */
const RADIX = 36;

/**
 * The facts of an expression as they are written into the catalogue.
 *
 * @param numberOf The number under which something that can stand beside literals is written down.
 */
export function writeFacts(
  expression: RegExp,
  { anchor, maxLength, gap, neighbours, needed }: PatternFacts,
  numberOf: (neighbours: WrittenNeighbours) => number,
): WrittenFacts {
  const { minBefore, maxBefore, literals, precededBy, part } = anchor;
  const numbers = neighbours.map((beside) => numberOf(writeNeighbours(beside)).toString(RADIX));
  const besides = new Set(numbers).size === 1 ? numbers[0]! : numbers.join(' ');
  const written = [digestOf(expression), gap, maxLength, minBefore, maxBefore, literals, besides] as const;
  const ranges = precededBy === undefined ? '' : rangesOf(precededBy);
  if (needed !== undefined) return [...written, ranges, part ?? -1, needed];
  if (part !== undefined) return [...written, ranges, part];
  return ranges === '' ? written : [...written, ranges];
}

/**
 * Facts as they were before {@link writeFacts}. The digest tells the caller of which expression.
 *
 * @param known What can stand beside literals, by its number.
 */
export function readFacts(
  [, gap, maxLength, minBefore, maxBefore, literals, numbers, ranges, part, needed]: WrittenFacts,
  known: readonly Neighbours[],
): PatternFacts {
  const precededBy = ranges === undefined || ranges === '' ? undefined : setOf(ranges);
  const besides = numbers.split(' ').map((number) => known[Number.parseInt(number, RADIX)]!);
  return {
    anchor: { literals, minBefore, maxBefore, precededBy, part: part === -1 ? undefined : part },
    maxLength,
    gap,
    neighbours: literals.map((_, i) => besides[i] ?? besides[0]!),
    needed,
  };
}

function writeNeighbours({ before, next, second }: Neighbours): WrittenNeighbours {
  return [before, next, second].map(rangesOf).join('|');
}

/** What can stand beside a literal as it was before it was written down. */
export function readNeighbours(written: WrittenNeighbours): Neighbours {
  const [before, next, second] = written.split('|');
  return { before: setOf(before!), next: setOf(next!), second: setOf(second!) };
}

/** `9-10 32`: first and last byte of each range. */
function rangesOf(set: ByteSet): string {
  const ranges: string[] = [];
  for (let first = 0; first < 256; first++) {
    if (!set.has(first)) continue;
    let last = first;
    while (set.has(last + 1)) last++;
    ranges.push(first === last ? `${first}` : `${first}-${last}`);
    first = last;
  }
  return ranges.join(' ');
}

/** A few hundred different sets stand beside literals, white space most of all. */
const sets = new Map<string, ByteSet>();

function setOf(ranges: string): ByteSet {
  let set = sets.get(ranges);
  if (set === undefined) {
    const holds = new Uint8Array(256);
    for (const range of ranges === '' ? [] : ranges.split(' ')) {
      const [first = 0, last = first] = range.split('-').map(Number);
      holds.fill(1, first, last + 1);
    }
    set = ByteSet.of((byte) => holds[byte] === 1);
    sets.set(ranges, set);
  }
  return set;
}

/**
 * Names an expression with its flags. Characters beyond ASCII may be written as themselves or, in a bundle, as escapes.
 */
export function digestOf(expression: RegExp): string {
  return shortDigest(asciiOf(String(expression)));
}
