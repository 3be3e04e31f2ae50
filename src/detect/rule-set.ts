import { messageOf } from '../text/unknown-error.js';
import { mirrored, type Mirror } from './disguise/mirror.js';
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

/** How far around an anchor the matches that hold it can reach, in bytes. */
export interface Reach {
  readonly before: number;
  readonly behind: number;
}

/** What a literal is in a mirror. */
export interface MirrorImage {
  readonly reach: Reach;
  /** Matches whose anchor it is: whether one may stand there can be asked before anything is turned round. */
  readonly probes: readonly number[];
}

/** A mirror in which a literal is an anchor, and what it is there. */
export type MirrorEntry = readonly [Mirror, MirrorImage];

/**
 * Shorter literals with something before them are not looked for in a mirror: too many words look like one. Those that
 * are just as long are where little is turned round for a false one.
 */
const MIN_MIRRORED = 4;
const SHORT_REACH = 256;
const MIN_ROT13_LETTERS = 2;
const MIN_LITERAL = 3;
/** Bytes of an image that are looked for: where a few more are compared before anything is turned round, and elsewhere. */
const PROBED_LENGTH = 5;
const UNPROBED_LENGTH = 6;
const MIRRORS: readonly Mirror[] = ['rot13', 'reversed'];

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
  /** Length of each literal. */
  readonly lengths: readonly number[];

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
    const mirrors = this.#mirrorImages();
    for (const literal of mirrors.keys()) if (!byLiteral.has(literal)) byLiteral.set(literal, []);
    this.anchored = shared([...byLiteral.values()]);
    this.gated = this.#gatesOf(this.anchored);
    const literals = [...byLiteral.keys()];
    this.mirrors = literals.map((literal) => mirrors.get(literal));
    this.lengths = literals.map((literal) => literal.length);
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

  /** What the literals look like in the mirrors, by those images. */
  #mirrorImages(): ReadonlyMap<string, readonly MirrorEntry[]> {
    const images = new Map<string, readonly MirrorEntry[]>();
    this.matches.forEach(({ pattern: { anchor, reach } }, number) => {
      const begins = anchor.maxBefore === 0;
      const image: MirrorImage = { reach, probes: [number] };
      // Most literals of a match have nothing in common with others, and all of these share one list.
      const alone = MIRRORS.map((mirror) => listOf([mirror, image]));
      for (const literal of anchor.literals) {
        if (isPlainPrefix(literal) || isShortWord(literal, reach) || (!begins && !isMirrored(literal, reach))) continue;
        for (const [which, mirror] of MIRRORS.entries()) {
          // The beginning of a literal is telling enough in a mirror, where nothing is written by chance.
          const seen = mirrored(literal.slice(0, begins ? PROBED_LENGTH : UNPROBED_LENGTH), mirror);
          // Digits and signs have no image of their own in ROT13, and `;g++` has one that stands in every loop.
          if (mirror === 'rot13' && countLetters(seen) < MIN_ROT13_LETTERS) continue;
          addImage(images, seen, alone[which]!);
        }
      }
    });
    return images;
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

/** Whether a literal with something before it is worth being looked for in a mirror. */
function isMirrored({ length }: string, { before, behind }: Reach): boolean {
  return length > MIN_MIRRORED || (length === MIN_MIRRORED && before + behind <= SHORT_REACH);
}

/**
 * Two signs turned round stand in honest texts everywhere: `{,` between any two records of JSON. A word of two letters
 * with a space behind it stands in every sentence in a mirror, and a wide reach makes that costly.
 */
function isShortWord(literal: string, { before, behind }: Reach): boolean {
  return literal.length < MIN_LITERAL || (countLetters(literal) < 3 && before + behind > SHORT_REACH);
}

function countLetters(text: string): number {
  return text.replace(/[^a-z]/g, '').length;
}

/** What a literal is in a mirror, and the list that literals have of which that is all. */
interface LoneEntry {
  readonly entry: MirrorEntry;
  readonly list: readonly MirrorEntry[];
}

function listOf(entry: MirrorEntry): LoneEntry {
  return { entry, list: [entry] };
}

/** Several literals may have the same beginning, or stand for several matches, and so have one image. */
function addImage(images: Map<string, readonly MirrorEntry[]>, seen: string, { entry, list }: LoneEntry): void {
  const entries = images.get(seen);
  const [mirror, image] = entry;
  const known = entries?.find(([kind]) => kind === mirror);
  if (entries === undefined) images.set(seen, list);
  else if (known === undefined) images.set(seen, [...entries, entry]);
  else {
    const both: MirrorEntry = [mirror, either(known[1], image)];
    images.set(
      seen,
      entries.map((one) => (one === known ? both : one)),
    );
  }
}

function either(one: MirrorImage, other: MirrorImage): MirrorImage {
  return {
    reach: farther(one.reach, other.reach),
    // Each has few, and often the same: a set of them would cost more than it saves.
    probes: [...one.probes, ...other.probes.filter((probe) => !one.probes.includes(probe))],
  };
}

function farther(one: Reach, other: Reach): Reach {
  return { before: Math.max(one.before, other.before), behind: Math.max(one.behind, other.behind) };
}

/** Of random identifiers one in a few thousand begins or ends with a certain three letters. */
function isPlainPrefix(literal: string): boolean {
  return /^[a-z0-9]{1,3}$/.test(literal);
}
