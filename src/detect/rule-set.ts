import { messageOf } from '../text/unknown-error.js';
import { mirrorImages, type MirrorEntry } from './mirror-images.js';
import { Pattern } from './pattern/pattern.js';
import { preparedFacts } from './prepared-facts.js';
import type { Rule, RuleMatch } from './rule.js';
import { LiteralScanner } from './scan/literal-scanner.js';
import { secretPart } from './secret-part.js';
import { MIN_GATED, StartGate } from './start-gate.js';
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
      this.pattern = new Pattern(match.re, match.window ?? rule.window, preparedFacts(match.re));
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

/** What is asked before the matches that begin with a literal, and those that are asked in any case. */
export interface GatedLiteral {
  readonly gate: StartGate;
  readonly others: readonly number[];
}

/** The rules of one direction, compiled together. */
export class RuleSet {
  readonly matches: readonly CompiledMatch[];
  readonly scanner: LiteralScanner | undefined;
  /** For each literal of the scanner, the numbers of the matches that it anchors. */
  readonly anchored: readonly (readonly number[])[];
  /** For each literal of the scanner with which several matches begin, the gate in front of them. */
  readonly gated: readonly (GatedLiteral | undefined)[];
  /** For each literal of the scanner, the mirrors in which it is an anchor, with the farthest reach of its matches. */
  readonly mirrors: readonly (readonly MirrorEntry[] | undefined)[];

  /** @throws Error naming the rule whose expression cannot be compiled. */
  constructor(rules: readonly Rule[], direction: Rule['direction']) {
    this.matches = rules
      .filter((rule) => rule.direction === direction)
      .flatMap((rule) => rule.match.map((match) => new CompiledMatch(rule, match)));
    const byLiteral = new Map<string, number[]>();
    this.matches.forEach(({ pattern }, number) => {
      for (const literal of pattern.anchor.literals) {
        const numbers = byLiteral.get(literal);
        if (numbers === undefined) byLiteral.set(literal, [number]);
        else numbers.push(number);
      }
    });
    const mirrors = mirrorImages(this.matches.map(({ pattern }) => pattern));
    for (const literal of mirrors.keys()) if (!byLiteral.has(literal)) byLiteral.set(literal, []);
    this.anchored = shared([...byLiteral.values()]);
    this.gated = this.#gatesOf(this.anchored);
    const literals = [...byLiteral.keys()];
    this.mirrors = literals.map((literal) => mirrors.get(literal));
    this.scanner = literals.length === 0 ? undefined : new LiteralScanner(literals);
  }

  /** Literals of the same matches have one gate. */
  #gatesOf(anchored: readonly (readonly number[])[]): (GatedLiteral | undefined)[] {
    const gates = new Map<readonly number[], GatedLiteral>();
    return anchored.map((numbers) => {
      const known = gates.get(numbers);
      if (known !== undefined || numbers.length < MIN_GATED) return known;
      const begins = (number: number): boolean => this.matches[number]!.pattern.anchor.maxBefore === 0;
      const beginning = numbers.filter(begins);
      if (beginning.length < MIN_GATED) return undefined;
      const gate = new StartGate(beginning.map((number) => this.matches[number]!.pattern));
      const made = { gate, others: numbers.filter((number) => !begins(number)) };
      gates.set(numbers, made);
      return made;
    });
  }
}

/** Lists with equal ones as one: there are thousands, most of them empty or of a single number. */
function shared(lists: readonly (readonly number[])[]): (readonly number[])[] {
  const known = new Map<string, readonly number[]>();
  return lists.map((list) => {
    const key = list.join();
    const first = known.get(key) ?? list;
    known.set(key, first);
    return first;
  });
}
