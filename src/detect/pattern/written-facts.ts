import { createHash } from 'node:crypto';
import type { PatternFacts } from './facts.js';

/**
 * The facts of an expression as `npm run generate` writes them down: the expression's digest, whether it has a gap, its
 * longest match, how many bytes at least and at most stand before the anchor, and the anchor's literals.
 */
export type WrittenFacts = readonly [
  digest: string,
  gap: boolean,
  maxLength: number,
  minBefore: number,
  maxBefore: number,
  literals: readonly string[],
];

export function writeFacts(expression: RegExp, { anchor, maxLength, gap }: PatternFacts): WrittenFacts {
  return [digestOf(expression), gap, maxLength, anchor.minBefore, anchor.maxBefore, anchor.literals];
}

export function readFacts([, gap, maxLength, minBefore, maxBefore, literals]: WrittenFacts): PatternFacts {
  return { anchor: { literals, minBefore, maxBefore }, maxLength, gap };
}

/** Names an expression with its flags: 72 bits, so that two different ones never share a name. */
export function digestOf(expression: RegExp): string {
  return createHash('sha256').update(String(expression)).digest('base64url').slice(0, 12);
}
