import { Automaton } from './pattern/automaton.js';
import { lengthRange, type Expression } from './pattern/expression.js';
import type { Pattern } from './pattern/pattern.js';
import { positionsOf } from './pattern/positions.js';
import type { Text } from './pattern/text.js';

/** Fewer patterns are asked one by one. */
export const MIN_GATED = 3;
/** Bytes that are looked at: those that pass are asked one by one, and look further. */
const GATE_BYTES = 16;
/** How much of a pattern is looked at, in bytes of its shortest match: where patterns begin alike, they part soon. */
const DEPTH = 8;
/** Longer counted repeats are taken for endless ones. Both keep the automaton of many patterns small. */
const MOST_COUNTED = 2;

/**
 * Patterns that begin with the same literal, asked at once whether any of them may begin at a place. Sixteen begin with
 * `curl`: in a text that says nothing but `curl`, each of them walked to the end of the next line by itself.
 */
export class StartGate {
  readonly #patterns: readonly Pattern[];
  #automaton: Automaton | undefined;

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
  }

  /** False only when none of the patterns has a match that begins at `at`. Looks at a few bytes, each of them once. */
  mayBegin(text: Text, at: number): boolean {
    const to = Math.min(text.bytes.length, at + GATE_BYTES);
    const { end, open } = this.#any.longest(text, at, to, undefined);
    return open || end !== -1;
  }

  /** States that were built so far: for tests. */
  get size(): number {
    return this.#automaton?.size ?? 0;
  }

  // Made when the literal is first met: most are never.
  get #any(): Automaton {
    return (this.#automaton ??= new Automaton(positionsOf(beginningOf(this.#patterns)), 'anchored'));
  }
}

function beginningOf(patterns: readonly Pattern[]): Expression {
  return { kind: 'choice', options: patterns.map(({ expression }) => beginning(expression.body)) };
}

/** An expression that matches the beginning of all that the given one does, and more. */
function beginning(expression: Expression): Expression {
  if (expression.kind === 'choice') return { kind: 'choice', options: expression.options.map(beginning) };
  if (expression.kind !== 'sequence') return rough(expression);
  // Only what follows nowhere may be cut: a group that is cut inside would have to be followed by what is left of it.
  let length = 0;
  const last = expression.parts.findIndex((part) => (length += lengthRange(part).min) >= DEPTH);
  const parts = last === -1 ? expression.parts : expression.parts.slice(0, last + 1);
  return { kind: 'sequence', parts: parts.map(rough) };
}

/** An expression that matches all that the given one does, and more. */
function rough(expression: Expression): Expression {
  switch (expression.kind) {
    case 'empty':
    case 'set':
      return expression;
    case 'sequence':
      return { kind: 'sequence', parts: expression.parts.map(rough) };
    case 'choice':
      return { kind: 'choice', options: expression.options.map(rough) };
    case 'repeat': {
      const { min, max } = expression;
      const part = rough(expression.part);
      return { kind: 'repeat', part, min: Math.min(min, MOST_COUNTED), max: max > MOST_COUNTED ? Infinity : max };
    }
  }
}
