import { foldByte } from './byte-set.js';
import type { Expression } from './expression.js';

/** More texts than this are not "few". */
export const MAX_LITERALS = 64;
/** Classes with more members than this are not spelled out; white space has six. */
const MAX_CLASS = 6;
/** Repeats longer than this are not spelled out. */
const MAX_REPEAT = 4;

/** An expression is asked many times while an anchor is looked for. */
const known = new WeakMap<Expression, readonly string[] | 'many'>();

/** All texts that an expression matches, lower case, when they are few; otherwise undefined. */
export function exactLiterals(expression: Expression): readonly string[] | undefined {
  const before = known.get(expression);
  if (before !== undefined) return before === 'many' ? undefined : before;
  const literals = spellOut(expression);
  known.set(expression, literals ?? 'many');
  return literals;
}

function spellOut(expression: Expression): readonly string[] | undefined {
  switch (expression.kind) {
    case 'empty':
      return [''];
    case 'set': {
      const values = expression.set.values();
      if (values.length > 2 * MAX_CLASS) return undefined;
      const folded = new Set(values.map(foldByte));
      return folded.size > MAX_CLASS ? undefined : [...folded].map((byte) => String.fromCharCode(byte));
    }
    case 'sequence':
      return expression.parts.reduce<readonly string[] | undefined>(
        (literals, part) => literals && multiply(literals, exactLiterals(part)),
        [''],
      );
    case 'choice': {
      const all = expression.options.map(exactLiterals);
      return all.every((literals) => literals !== undefined) ? fewDistinct(all.flat()) : undefined;
    }
    case 'repeat': {
      if (expression.max > MAX_REPEAT) return undefined;
      const once = exactLiterals(expression.part);
      let power: readonly string[] | undefined = [''];
      const all = expression.min === 0 ? [''] : [];
      for (let i = 1; i <= expression.max; i++) {
        power = multiply(power, once);
        if (power === undefined) return undefined;
        if (i >= expression.min) all.push(...power);
      }
      return fewDistinct(all);
    }
  }
}

/** Every text of the left followed by every text of the right; undefined when there are too many. */
export function multiply(left: readonly string[], right: readonly string[] | undefined): string[] | undefined {
  if (right === undefined || left.length * right.length > MAX_LITERALS) return undefined;
  return left.flatMap((head) => right.map((tail) => head + tail));
}

function fewDistinct(texts: readonly string[]): readonly string[] | undefined {
  const distinct = [...new Set(texts)];
  return distinct.length > MAX_LITERALS ? undefined : distinct;
}
