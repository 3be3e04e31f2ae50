import type { ByteSet } from './byte-set.js';
import { exactLiterals, MAX_LITERALS, multiply } from './exact-literals.js';
import { lastBytes, lengthRange, type Expression } from './expression.js';
import { informationOf, tellingPart } from './information.js';

/**
 * Literals of which every match contains at least one. The scanner looks for these first; only where one stands is the
 * pattern itself tried.
 */
export interface Anchor {
  /** Lower-case latin1 texts. */
  readonly literals: readonly string[];
  /** How many bytes of a match can stand before the literal. `maxBefore` may be Infinity. */
  readonly minBefore: number;
  readonly maxBefore: number;
  /** What can stand right before the literal in a match; undefined when the match may begin with it. */
  readonly precededBy?: ByteSet | undefined;
  /**
   * Where something stands before the literal: the number of the part of the whole sequence that begins with it; undefined
   * when none always does.
   */
  readonly part?: number | undefined;
}

/** The number of the part of the whole sequence that begins with an anchor; undefined when none always does. */
export function partWith({ maxBefore, part }: Anchor): number | undefined {
  return maxBefore === 0 ? 0 : part;
}

/** Bytes of a literal that are compared with others, and looked for at most. */
const MAX_LITERAL_BYTES = 10;
/** Fewer bits of information than this occur too often in ordinary text to be worth looking for. */
const MIN_BITS = 7.5;

/**
 * Finds the most telling anchor of an expression.
 *
 * @returns undefined when every match could consist of ordinary text: such a pattern needs a fixed part.
 */
export function anchorOf(expression: Expression): Anchor | undefined {
  const anchor = best(candidatesInWhole(expression).filter((candidate) => bitsOf(candidate) >= MIN_BITS));
  if (anchor === undefined) return undefined;
  // Where a match begins with its anchor, a false one costs a few look-ups; anywhere else, the search of a region.
  const literals = anchor.maxBefore === 0 ? anchor.literals.map(tellingPart) : anchor.literals;
  return {
    ...anchor,
    part: anchor.maxBefore === 0 ? undefined : anchor.part,
    literals: withoutLonger(literals),
  };
}

/** Where a literal stands, those that it begins with stand too. */
function withoutLonger(literals: readonly string[]): string[] {
  const distinct = [...new Set(literals)];
  return distinct.filter((text) => !distinct.some((other) => other !== text && text.startsWith(other)));
}

/** Literals at the very start are preferred: the pattern can then be tried from there without looking back. */
function score(anchor: Anchor): number {
  return bitsOf(anchor) + (anchor.maxBefore === 0 ? 6 : 0) + (anchor.maxBefore === Infinity ? -4 : 0);
}

/** Information of a set of literals: how rarely any of them stands in ordinary text, as bits. */
function bitsOf({ literals }: Anchor): number {
  let share = 0;
  for (const text of literals) share += 2 ** -informationOf(text);
  return -Math.log2(share);
}

/** Where an expression stands in the whole one. */
type Standing = Omit<Anchor, 'literals'>;

function candidatesInWhole(expression: Expression): Anchor[] {
  const standing = { minBefore: 0, maxBefore: 0 };
  return expression.kind === 'sequence'
    ? candidatesInSequence(expression.parts, standing, (number) => number)
    : candidatesIn(expression, standing);
}

function candidatesIn(expression: Expression, standing: Standing): Anchor[] {
  switch (expression.kind) {
    case 'empty':
      return [];
    case 'set': {
      const literals = exactLiterals(expression);
      return literals === undefined ? [] : [{ literals, ...standing }];
    }
    case 'repeat':
      // A part that stands at least once: any of its literals will do, wherever the first copy stands.
      return expression.min === 0 ? [] : candidatesIn(expression.part, standing);
    case 'choice': {
      const all = expression.options.map((option) => best(candidatesIn(option, standing)));
      if (!all.every((anchor) => anchor !== undefined)) return [];
      const literals = [...new Set(all.flatMap((anchor) => anchor.literals))];
      if (literals.length > MAX_LITERALS) return [];
      return [
        {
          literals,
          minBefore: Math.min(...all.map((anchor) => anchor.minBefore)),
          maxBefore: Math.max(...all.map((anchor) => anchor.maxBefore)),
          precededBy: all.map(({ precededBy }) => precededBy).reduce(eitherOf),
          part: all.every(({ part }) => part === standing.part) ? standing.part : undefined,
        },
      ];
    }
    case 'sequence':
      return candidatesInSequence(expression.parts, standing, (number) => (number === 0 ? standing.part : undefined));
  }
}

/**
 * Runs of parts with few exact texts become literals; every part can also bring its own candidates.
 *
 * @param partOf The part of the whole that begins where one of these begins.
 */
function candidatesInSequence(
  parts: readonly Expression[],
  standing: Standing,
  partOf: (number: number) => number | undefined,
): Anchor[] {
  const found: Anchor[] = [];
  let { minBefore, maxBefore, precededBy } = standing;
  for (let start = 0; start < parts.length; start++) {
    const part = partOf(start);
    let literals = [''];
    for (let i = start; i < parts.length; i++) {
      const next = parts[i]!;
      const exact = exactLiterals(next);
      // Of a long repeat, the first copy still stands right here.
      const once = exact === undefined && next.kind === 'repeat' && next.min > 0 ? exactLiterals(next.part) : undefined;
      const product = multiply(literals, exact ?? once ?? []);
      if (product === undefined || product.length === 0) break;
      literals = product;
      if (exact === undefined || literals.every((text) => text.length >= MAX_LITERAL_BYTES)) break;
    }
    // The longest says most: what is shorter need not be compared.
    if (literals.every((text) => text.length > 0)) {
      found.push({ literals: [...new Set(literals.map(cut))], minBefore, maxBefore, precededBy, part });
    }
    found.push(...candidatesIn(parts[start]!, { minBefore, maxBefore, precededBy, part }));
    const { min, max } = lengthRange(parts[start]!);
    minBefore += min;
    maxBefore += max;
    const last = lastBytes(parts[start]!);
    precededBy = min > 0 ? last : eitherOf(last, precededBy);
  }
  return found;
}

/** @returns undefined when one of them is anything, or nothing. */
function eitherOf(one: ByteSet | undefined, other: ByteSet | undefined): ByteSet | undefined {
  return one === undefined || other === undefined ? undefined : one.union(other);
}

function best(anchors: readonly Anchor[]): Anchor | undefined {
  let chosen: Anchor | undefined;
  let highest = -Infinity;
  for (const anchor of anchors) {
    const value = score(anchor);
    if (value > highest) [chosen, highest] = [anchor, value];
  }
  return chosen;
}

/** The first bytes of a literal: they stand where it stands. */
function cut(literal: string): string {
  return literal.slice(0, MAX_LITERAL_BYTES);
}
