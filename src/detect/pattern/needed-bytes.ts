import { partWith, type Anchor } from './anchor.js';
import type { ByteSet } from './byte-set.js';
import type { Expression } from './expression.js';
import { informationOf } from './information.js';

/** Fewer bits of information than this has a byte that stands in every line: to look for it says nothing. */
const MIN_BITS = 5;
/** More bytes than this are not worth being looked for. */
const MOST = 4;

/**
 * Rare bytes of which one has to stand behind the anchor of an expression with a gap: what `curl ... | sh` needs is a
 * `|`. Where none follows, the gap need not be walked, and one look for such a byte serves all anchors before it.
 *
 * @returns undefined when there are no such bytes.
 */
export function neededBytes(body: Expression, anchor: Anchor): readonly number[] | undefined {
  const begin = partWith(anchor);
  if (body.kind !== 'sequence' || begin === undefined) return undefined;
  const gap = body.parts.findIndex(
    (part, number) => number >= begin && part.kind === 'repeat' && part.max === Infinity,
  );
  // What stands behind the gap is no part of the anchor's literals.
  return gap === -1
    ? undefined
    : body.parts
        .slice(gap + 1)
        .map(neededIn)
        .reduce(rarer, undefined);
}

/** Rare bytes of which every match of an expression holds one. */
function neededIn(expression: Expression): readonly number[] | undefined {
  switch (expression.kind) {
    case 'empty':
      return undefined;
    case 'set':
      return rareIn(expression.set);
    case 'repeat':
      return expression.min === 0 ? undefined : neededIn(expression.part);
    case 'choice': {
      const options = expression.options.map(neededIn);
      if (!options.every((bytes) => bytes !== undefined)) return undefined;
      const all = [...new Set(options.flat())];
      return all.length > MOST ? undefined : all;
    }
    case 'sequence':
      return expression.parts.map(neededIn).reduce(rarer, undefined);
  }
}

function rareIn(set: ByteSet): readonly number[] | undefined {
  const bytes = set.values();
  const areRare = bytes.length <= MOST && bytes.every(isRare);
  return areRare ? bytes : undefined;
}

function isRare(byte: number): boolean {
  return informationOf(String.fromCharCode(byte).toLowerCase()) >= MIN_BITS;
}

/** Of two the one with fewer bytes; of as many the latter, because what ends a command is rarer than what begins it. */
function rarer(
  one: readonly number[] | undefined,
  other: readonly number[] | undefined,
): readonly number[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.length <= one.length ? other : one;
}
