import { exactLiterals, multiply } from './pattern/exact-literals.js';
import type { Expression } from './pattern/expression.js';

/** Shortest run of fixed characters that counts as a word of a rule. */
const MIN_WORD = 2;

/**
 * The fixed words of an expression, lower case, the longest first: the texts of each run of parts that has few. They
 * are part of the published rule, so showing them tells nothing about the text that matched.
 */
export function wordsOf(expression: Expression): readonly string[] {
  const words = new Set<string>();
  collect(expression, words);
  const trimmed = [...words].map((word) => word.trim()).filter((word) => word.length >= MIN_WORD);
  return [...new Set(trimmed)].sort((a, b) => b.length - a.length);
}

function collect(expression: Expression, words: Set<string>): void {
  switch (expression.kind) {
    case 'choice':
      for (const option of expression.options) collect(option, words);
      return;
    case 'repeat':
      collect(expression.part, words);
      return;
    case 'sequence':
      collectRuns(expression.parts, words);
      return;
    case 'set':
    case 'empty':
      for (const text of exactLiterals(expression) ?? []) words.add(text);
  }
}

/** Neighbouring parts with few texts are spelled out together, so that `(?:ba|z)?sh` gives bash, zsh and sh. */
function collectRuns(parts: readonly Expression[], words: Set<string>): void {
  let run: readonly string[] = [''];
  for (const part of parts) {
    const exact = exactLiterals(part);
    const product = multiply(run, exact);
    if (product !== undefined) {
      run = product;
      continue;
    }
    for (const text of run) words.add(text);
    run = exact ?? [''];
    if (exact === undefined) collect(part, words);
  }
  for (const text of run) words.add(text);
}
