import { AnchorRows } from './anchor-rows.js';
import { messageOf } from '../text/unknown-error.js';
import { mirrorImages, type MirrorEntry } from './mirror-images.js';
import { Pattern } from './pattern/pattern.js';
import { digestOf } from './pattern/written-facts.js';
import { preparedAutomata } from './prepared-automata.js';
import { preparedFacts } from './prepared-facts.js';
import { preparedLiterals } from './prepared-literals.js';
import type { Rule, RuleMatch } from './rule.js';
import { LiteralScanner } from './scan/literal-scanner.js';
import { secretPart } from './secret-part.js';
import { wordsOf } from './words.js';

/** One expression of one rule, compiled. */
export class CompiledMatch {
  readonly rule: Rule;
  readonly match: RuleMatch;
  readonly pattern: Pattern;
  /** Finds the part of a match that is the secret, when the expression marks one. */
  readonly secretIn: RegExp | undefined;
  #words: readonly string[] | undefined;

  /** @throws Error naming the rule whose expression cannot be compiled. */
  constructor(rule: Rule, match: RuleMatch) {
    this.rule = rule;
    this.match = match;
    try {
      const { re, window = rule.window } = match;
      const digest = digestOf(re);
      this.pattern = new Pattern(re, window, {
        facts: preparedFacts(digest),
        automata: () => preparedAutomata(digest),
      });
    } catch (cause) {
      throw new Error(`rule ${rule.pattern}.${rule.variant}: ${messageOf(cause)}`, { cause });
    }
    this.secretIn = secretPart(match.re);
  }

  /** Fixed words of the expression: the only text of a match that a snippet may show. */
  get words(): readonly string[] {
    return (this.#words ??= wordsOf(this.pattern.expression.body));
  }
}

/** What the rules of a direction look for. */
interface Sought {
  /** All literals by their text, with their numbers: what matches have for anchors, and these in mirrors. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly mirrors: ReadonlyMap<string, readonly MirrorEntry[]>;
}

/** The rules of one direction, compiled together. */
export class RuleSet {
  readonly matches: readonly CompiledMatch[];
  readonly scanner: LiteralScanner | undefined;
  /** For each literal of the scanner, the matches that it anchors. */
  readonly anchors: AnchorRows;
  /** For each literal of the scanner, the mirrors in which it is an anchor, with the farthest reach of its matches. */
  readonly mirrors: readonly (readonly MirrorEntry[] | undefined)[];

  /** @throws Error naming the rule whose expression cannot be compiled. */
  constructor(rules: readonly Rule[], direction: Rule['direction']) {
    this.matches = matchesOf(rules, direction);
    const { numbers, mirrors } = soughtBy(this.matches);
    this.anchors = new AnchorRows(
      this.matches.map(({ pattern }) => pattern),
      numbers,
    );
    const literals = [...numbers.keys()];
    this.mirrors = literals.map((literal) => mirrors.get(literal));
    this.scanner = literals.length === 0 ? undefined : new LiteralScanner(literals, preparedLiterals(literals));
  }
}

/**
 * All literals that the rules of a direction look for, in the order of their numbers.
 *
 * @throws Error naming the rule whose expression cannot be compiled.
 */
export function literalsOf(rules: readonly Rule[], direction: Rule['direction']): readonly string[] {
  return [...soughtBy(matchesOf(rules, direction)).numbers.keys()];
}

function matchesOf(rules: readonly Rule[], direction: Rule['direction']): CompiledMatch[] {
  return rules
    .filter((rule) => rule.direction === direction)
    .flatMap((rule) => rule.match.map((match) => new CompiledMatch(rule, match)));
}

function soughtBy(matches: readonly CompiledMatch[]): Sought {
  const numbers = new Map<string, number>();
  const mirrored = matches.filter(({ rule }) => rule.asWritten !== true);
  const mirrors = mirrorImages(mirrored.map(({ pattern }) => pattern));
  for (const { pattern } of matches) for (const literal of pattern.anchor.literals) addTo(numbers, literal);
  for (const literal of mirrors.keys()) addTo(numbers, literal);
  return { numbers, mirrors };
}

function addTo(numbers: Map<string, number>, literal: string): void {
  if (!numbers.has(literal)) numbers.set(literal, numbers.size);
}
