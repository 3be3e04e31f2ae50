import { anchorOf, type Anchor } from './anchor.js';
import { lengthRange, type EdgedExpression, type Expression } from './expression.js';
import { neededBytes } from './needed-bytes.js';
import { neighboursOf, type Neighbours } from './neighbours.js';
import { UnsupportedPatternError } from './parse.js';

/**
 * All that has to be known of an expression before a text is looked at. Finding it out takes a millisecond for each
 * expression, so it is done ahead of time for the rules of the catalogue (see `preparedFacts`).
 */
export interface PatternFacts {
  readonly anchor: Anchor;
  /** Length of the longest match, in bytes; may be Infinity. */
  readonly maxLength: number;
  /** Whether something is required behind a repeat without a small bound: then a failed walk could be long. */
  readonly gap: boolean;
  /** What can stand beside each of the anchor's literals. */
  readonly neighbours: readonly Neighbours[];
  /** Bytes of which one has to stand behind the anchor, where that says something. */
  readonly needed: readonly number[] | undefined;
}

/** A bounded repeat longer than this, with something required behind it, counts as a gap. */
const MAX_COUNTED = 320;

/**
 * @param source The expression as it was written, for messages.
 * @throws UnsupportedPatternError when no fixed part stands in every match.
 * @throws RangeError when it matches the empty text.
 */
export function factsOf(source: RegExp, expression: EdgedExpression): PatternFacts {
  const { body } = expression;
  const anchor = anchorOf(body);
  if (anchor === undefined) throw new UnsupportedPatternError(`no fixed part to look for in ${String(source)}`);
  const { min, max } = lengthRange(body);
  if (min === 0) throw new RangeError('a pattern must not match the empty text');
  return {
    anchor,
    maxLength: max,
    gap: gapIn(body, false),
    neighbours: neighboursOf(expression, anchor),
    needed: neededBytes(body, anchor),
  };
}

/** @param followed Whether something is required behind the expression. */
function gapIn(expression: Expression, followed: boolean): boolean {
  switch (expression.kind) {
    case 'empty':
    case 'set':
      return false;
    case 'choice':
      return expression.options.some((option) => gapIn(option, followed));
    case 'repeat': {
      const { max } = lengthRange(expression);
      if (followed && max > MAX_COUNTED) return true;
      return gapIn(expression.part, followed || expression.max > 1);
    }
    case 'sequence': {
      let behind = followed;
      for (const part of [...expression.parts].reverse()) {
        if (gapIn(part, behind)) return true;
        if (lengthRange(part).min > 0) behind = true;
      }
      return false;
    }
  }
}
