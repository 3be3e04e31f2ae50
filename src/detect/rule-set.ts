import { messageOf } from '../text/unknown-error.js';
import { Pattern } from './pattern/pattern.js';
import type { Rule, RuleMatch } from './rule.js';
import { LiteralScanner } from './scan/literal-scanner.js';
import { wordsOf } from './words.js';

/** One expression of one rule, compiled. */
export interface CompiledMatch {
  readonly rule: Rule;
  readonly match: RuleMatch;
  readonly pattern: Pattern;
  /** Fixed words of the expression: the only text of a match that a snippet may show. */
  readonly words: readonly string[];
  /** Whether the expression marks a part as the secret. */
  readonly hasSecret: boolean;
}

/** The rules of one direction, compiled together. */
export class RuleSet {
  readonly matches: readonly CompiledMatch[];
  readonly scanner: LiteralScanner | undefined;
  /** For each literal of the scanner, the numbers of the matches that it anchors. */
  readonly anchored: readonly (readonly number[])[];

  /** @throws UnsupportedPatternError naming the rule's expression that cannot be compiled. */
  constructor(rules: readonly Rule[], direction: Rule['direction']) {
    this.matches = rules
      .filter((rule) => rule.direction === direction)
      .flatMap((rule) => rule.match.map((match) => compile(rule, match)));
    const byLiteral = new Map<string, number[]>();
    this.matches.forEach(({ pattern }, number) => {
      for (const literal of pattern.anchor.literals) {
        const numbers = byLiteral.get(literal);
        if (numbers === undefined) byLiteral.set(literal, [number]);
        else numbers.push(number);
      }
    });
    this.anchored = [...byLiteral.values()];
    this.scanner = byLiteral.size === 0 ? undefined : new LiteralScanner([...byLiteral.keys()]);
  }
}

function compile(rule: Rule, match: RuleMatch): CompiledMatch {
  let pattern: Pattern;
  try {
    pattern = new Pattern(match.re, match.window);
  } catch (cause) {
    throw new Error(`rule ${rule.pattern}.${rule.variant}: ${messageOf(cause)}`, { cause });
  }
  return {
    rule,
    match,
    pattern,
    words: wordsOf(pattern.expression.body),
    hasSecret: match.re.source.includes('(?<secret>'),
  };
}
