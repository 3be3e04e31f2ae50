import { NO_BYTE, type ByteSet } from './byte-set.js';

/** A regular expression over bytes. */
export type Expression =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly options: readonly Expression[] }
  /** `max` may be Infinity. */
  | { readonly kind: 'repeat'; readonly part: Expression; readonly min: number; readonly max: number };

/** A condition on the one byte beside a match. */
export interface Edge {
  readonly allowed: ByteSet;
  /** Whether the start or end of the text satisfies it too. */
  readonly textEdge: boolean;
}

/** An expression with conditions on its two neighbours: all that is kept of look-around, so that it stays regular. */
export interface EdgedExpression {
  readonly body: Expression;
  readonly before: Edge | undefined;
  readonly after: Edge | undefined;
}

/** Shortest and longest text, in bytes, that an expression matches. */
export function lengthRange(expression: Expression): { min: number; max: number } {
  switch (expression.kind) {
    case 'empty':
      return { min: 0, max: 0 };
    case 'set':
      return { min: 1, max: 1 };
    case 'sequence': {
      const ranges = expression.parts.map(lengthRange);
      return { min: sum(ranges.map(({ min }) => min)), max: sum(ranges.map(({ max }) => max)) };
    }
    case 'choice': {
      const ranges = expression.options.map(lengthRange);
      return { min: Math.min(...ranges.map(({ min }) => min)), max: Math.max(...ranges.map(({ max }) => max)) };
    }
    case 'repeat': {
      const { min, max } = lengthRange(expression.part);
      return { min: min * expression.min, max: max === 0 || expression.max === 0 ? 0 : max * expression.max };
    }
  }
}

/** What the texts that an expression matches can end with. */
export function lastBytes(expression: Expression): ByteSet {
  switch (expression.kind) {
    case 'empty':
      return NO_BYTE;
    case 'set':
      return expression.set;
    case 'choice':
      return expression.options.map(lastBytes).reduce((all, set) => all.union(set), NO_BYTE);
    case 'repeat':
      return expression.max === 0 ? NO_BYTE : lastBytes(expression.part);
    case 'sequence': {
      let all = NO_BYTE;
      for (const part of [...expression.parts].reverse()) {
        all = all.union(lastBytes(part));
        if (lengthRange(part).min > 0) break;
      }
      return all;
    }
  }
}

/** A sequence from one of its parts on. */
export function fromPart(body: Expression, part: number): Expression {
  return body.kind === 'sequence' ? { kind: 'sequence', parts: body.parts.slice(part) } : body;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
