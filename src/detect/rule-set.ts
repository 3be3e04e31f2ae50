import { messageOf } from '../text/unknown-error.js';
import { mirrored, type Mirror } from './disguise/mirror.js';
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

/** How far around an anchor the matches that hold it can reach, in bytes. */
export interface Reach {
  readonly before: number;
  readonly behind: number;
}

/** What a literal is in a mirror. */
export interface MirrorImage {
  readonly reach: Reach;
  /** Matches whose text begins with the literal: whether one may follow can be asked before anything is turned round. */
  readonly probes: readonly number[];
  /** Whether it may also be the anchor of a match that begins before it, so that asking does not help. */
  readonly anyhow: boolean;
}

/** Shorter literals with something before them are not looked for in a mirror: too many words look like one. */
const MIN_MIRRORED = 4;
const MAX_MIRRORED = 6;
const MIRRORS: readonly Mirror[] = ['rot13', 'reversed'];

/** The rules of one direction, compiled together. */
export class RuleSet {
  readonly matches: readonly CompiledMatch[];
  readonly scanner: LiteralScanner | undefined;
  /** For each literal of the scanner, the numbers of the matches that it anchors. */
  readonly anchored: readonly (readonly number[])[];
  /** For each literal of the scanner, the mirrors in which it is an anchor, with the farthest reach of its matches. */
  readonly mirrors: readonly (ReadonlyMap<Mirror, MirrorImage> | undefined)[];
  /** Length of each literal. */
  readonly lengths: readonly number[];

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
    const mirrors = new Map<string, Map<Mirror, MirrorImage>>();
    for (const [literal, numbers] of [...byLiteral]) {
      const image = this.#imageOf(literal, numbers);
      if (image === undefined) continue;
      for (const mirror of MIRRORS) {
        // The beginning of a literal is telling enough in a mirror, where nothing is written by chance.
        const seen = mirrored(literal.slice(0, MAX_MIRRORED), mirror);
        // A palindrome is its own image; digits and signs have none in ROT13.
        if (mirror === 'rot13' && literal.startsWith(seen)) continue;
        if (!byLiteral.has(seen)) byLiteral.set(seen, []);
        const images = mirrors.get(seen) ?? new Map<Mirror, MirrorImage>();
        const other = images.get(mirror);
        mirrors.set(seen, images.set(mirror, other === undefined ? image : either(image, other)));
      }
    }
    this.anchored = [...byLiteral.values()];
    this.mirrors = [...byLiteral.keys()].map((literal) => mirrors.get(literal));
    this.lengths = [...byLiteral.keys()].map((literal) => literal.length);
    this.scanner = byLiteral.size === 0 ? undefined : new LiteralScanner([...byLiteral.keys()]);
  }

  #imageOf(literal: string, numbers: readonly number[]): MirrorImage | undefined {
    // Of random identifiers one in a few thousand begins or ends so.
    if (literal.length < MIN_MIRRORED && /^[a-z0-9]+$/i.test(literal)) return undefined;
    const begins = (number: number): boolean => this.matches[number]!.pattern.anchor.maxBefore === 0;
    const anyhow = literal.length >= MIN_MIRRORED && !numbers.every(begins);
    const probes = numbers.filter(begins);
    const used = anyhow ? numbers : probes;
    if (used.length === 0) return undefined;
    return { reach: farthest(used.map((number) => this.matches[number]!.pattern.reach)), probes, anyhow };
  }
}

/** Several literals may have the same beginning, and so the same image. */
function either(one: MirrorImage, other: MirrorImage): MirrorImage {
  return {
    reach: farthest([one.reach, other.reach]),
    probes: [...new Set([...one.probes, ...other.probes])],
    anyhow: one.anyhow || other.anyhow,
  };
}

function farthest(reaches: readonly Reach[]): Reach {
  return {
    before: Math.max(...reaches.map(({ before }) => before)),
    behind: Math.max(...reaches.map(({ behind }) => behind)),
  };
}

function compile(rule: Rule, match: RuleMatch): CompiledMatch {
  let pattern: Pattern;
  try {
    pattern = new Pattern(match.re, match.window ?? rule.window);
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
