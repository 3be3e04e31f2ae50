import { createHash } from 'node:crypto';
import { asciiOf } from '../../text/unicode-escape.js';
import { ByteSet } from './byte-set.js';
import type { PatternFacts } from './facts.js';

/**
 * The facts of an expression as `npm run generate` writes them down: the expression's digest, whether it has a gap, its
 * longest match, how many bytes at least and at most stand before the anchor, the anchor's literals, what can stand right
 * before it, as ranges (none when that may be anything), and the part of the expression that begins with it.
 */
export type WrittenFacts = readonly [
  digest: string,
  gap: boolean,
  maxLength: number,
  minBefore: number,
  maxBefore: number,
  literals: readonly string[],
  precededBy?: string,
  part?: number,
];

/** The facts of an expression as they are written into the catalogue. */
export function writeFacts(expression: RegExp, { anchor, maxLength, gap }: PatternFacts): WrittenFacts {
  const { minBefore, maxBefore, literals, precededBy, part } = anchor;
  const written = [digestOf(expression), gap, maxLength, minBefore, maxBefore, literals] as const;
  if (part !== undefined) return [...written, precededBy === undefined ? '' : rangesOf(precededBy), part];
  return precededBy === undefined ? written : [...written, rangesOf(precededBy)];
}

/** Facts as they were before {@link writeFacts}. The digest tells the caller of which expression. */
export function readFacts([
  ,
  gap,
  maxLength,
  minBefore,
  maxBefore,
  literals,
  ranges,
  part,
]: WrittenFacts): PatternFacts {
  const precededBy = ranges === undefined || ranges === '' ? undefined : setOf(ranges);
  return { anchor: { literals, minBefore, maxBefore, precededBy, part }, maxLength, gap };
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

/** Few different sets stand before anchors, white space most of all. */
const sets = new Map<string, ByteSet>();

function setOf(ranges: string): ByteSet {
  let set = sets.get(ranges);
  if (set === undefined) {
    const bounds = ranges.split(' ').map((range) => range.split('-').map(Number));
    set = ByteSet.of((byte) => bounds.some(([first = 0, last = first]) => byte >= first && byte <= last));
    sets.set(ranges, set);
  }
  return set;
}

/**
 * Names an expression with its flags: 72 bits, so that two different ones never share a name. Characters beyond ASCII
 * may be written as themselves or, in a bundle, as escapes.
 */
export function digestOf(expression: RegExp): string {
  return createHash('sha256')
    .update(asciiOf(String(expression)))
    .digest('base64url')
    .slice(0, 12);
}
