import { mirrored, ROT13, type Mirror } from './disguise/mirror.js';
import { admits, bytesOf, eitherOf, type Neighbours } from './pattern/neighbours.js';
import type { Pattern } from './pattern/pattern.js';

/** How far around an anchor the matches that hold it can reach, in bytes. */
export interface Reach {
  readonly before: number;
  readonly behind: number;
}

/** What of a pattern its images are made of. */
type Imaged = Pick<Pattern, 'anchor' | 'neighbours' | 'reach' | 'begins' | 'mayMatchAt'>;

/** What a literal is in a mirror. */
export class MirrorImage {
  readonly reach: Reach;
  /** Those whose anchor it is: whether one may stand there can be asked before anything is turned round. */
  readonly patterns: readonly Imaged[];
  #neighbours: Neighbours | undefined;

  constructor(reach: Reach, patterns: readonly Imaged[]) {
    this.reach = reach;
    this.patterns = patterns;
  }

  /** Whether the bytes beside an image between `start` and `end` let what it is stand in a match. */
  mayStandBetween(mirror: Mirror, bytes: Uint8Array, start: number, end: number): boolean {
    // Made when an image is first met: most never are.
    const neighbours = (this.#neighbours ??= this.patterns.flatMap(besideBeginnings).reduce(eitherOf));
    if (mirror === 'reversed') {
      if (start < 2 || end >= bytes.length) return true;
      return admits(neighbours, bytes[end]!, bytes[start - 1]!, bytes[start - 2]!);
    }
    if (start === 0 || end + 1 >= bytes.length) return true;
    return admits(neighbours, ROT13[bytes[start - 1]!]!, ROT13[bytes[end]!]!, ROT13[bytes[end + 1]!]!);
  }
}

/** A mirror in which a literal is an anchor, and what it is there. */
export type MirrorEntry = readonly [Mirror, MirrorImage];

/**
 * Shorter literals with something before them are not looked for in a mirror: too many words look like one. Those that
 * are just as long are where little is turned round for a false one.
 */
const MIN_MIRRORED = 4;
const SHORT_REACH = 256;
const MIN_LETTERS = 3;
const MIN_ROT13_LETTERS = 2;
const MIN_LITERAL = 3;
/** Bytes of an image that are looked for: where a few more are compared before anything is turned round, and elsewhere. */
const PROBED_LENGTH = 5;
const UNPROBED_LENGTH = 6;

/**
 * What the anchors of patterns look like in the mirrors, by those images. There are ten thousand, and this is done while
 * a sidecar starts.
 */
export function mirrorImages(patterns: readonly Imaged[]): Map<string, readonly MirrorEntry[]> {
  const images = new Map<string, readonly MirrorEntry[]>();
  for (const pattern of patterns) {
    const { anchor, reach, begins } = pattern;
    const image = new MirrorImage(reach, [pattern]);
    // Most literals of a match have nothing in common with others, and all of these share one list.
    const inRot13: readonly MirrorEntry[] = [['rot13', image]];
    const reversed: readonly MirrorEntry[] = [['reversed', image]];
    for (const literal of anchor.literals) {
      if (!isSought(literal, begins, reach)) continue;
      // The beginning of a literal is telling enough in a mirror, where nothing is written by chance.
      const beginning = literal.slice(0, imagedLength(pattern));
      // Digits and signs have no image of their own in ROT13, and `;g++` has one that stands in every loop.
      if (countLetters(beginning) >= MIN_ROT13_LETTERS) addImage(images, mirrored(beginning, 'rot13'), inRot13);
      addImage(images, mirrored(beginning, 'reversed'), reversed);
    }
  }
  return images;
}

/**
 * Whether a literal is worth being looked for in a mirror. Of random identifiers one in a few thousand begins or ends with
 * certain three letters. Two signs turned round stand in honest texts everywhere: `{,` between any two records of JSON. A
 * word of two letters with a space behind it stands in every sentence in a mirror, and a wide reach makes that costly.
 *
 * @param begins Whether matches begin with it.
 */
function isSought(literal: string, begins: boolean, { before, behind }: Reach): boolean {
  const { length } = literal;
  if (length < MIN_LITERAL || (length === MIN_LITERAL && isPlain(literal))) return false;
  const isWide = before + behind > SHORT_REACH;
  if (isWide && countLetters(literal) < MIN_LETTERS) return false;
  return begins || length > MIN_MIRRORED || (length === MIN_MIRRORED && !isWide);
}

/** How many bytes of its literals are looked for. */
function imagedLength({ begins }: Imaged): number {
  return begins ? PROBED_LENGTH : UNPROBED_LENGTH;
}

/** What can stand beside the beginning of each literal of a pattern: mostly what it goes on with. */
function besideBeginnings(pattern: Imaged): Neighbours[] {
  const length = imagedLength(pattern);
  return pattern.anchor.literals.map((literal, index) => {
    const neighbours = pattern.neighbours[index]!;
    if (literal.length <= length) return neighbours;
    const { before, next } = neighbours;
    const second = literal.length === length + 1 ? next : bytesOf(literal.charCodeAt(length + 1));
    return { before, next: bytesOf(literal.charCodeAt(length)), second };
  });
}

/** Several literals may have the same beginning, or stand for several matches, and so have one image. */
function addImage(images: Map<string, readonly MirrorEntry[]>, seen: string, alone: readonly MirrorEntry[]): void {
  const entries = images.get(seen);
  if (entries === undefined) {
    images.set(seen, alone);
    return;
  }
  const [mirror, image] = alone[0]!;
  const at = entries.findIndex(([kind]) => kind === mirror);
  if (at === -1) images.set(seen, [...entries, ...alone]);
  else images.set(seen, entries.with(at, [mirror, either(entries[at]![1], image)]));
}

function either(one: MirrorImage, other: MirrorImage): MirrorImage {
  const reach = {
    before: Math.max(one.reach.before, other.reach.before),
    behind: Math.max(one.reach.behind, other.reach.behind),
  };
  // Each has few, and often the same: a set of them would cost more than it saves.
  const others = other.patterns.filter((pattern) => !one.patterns.includes(pattern));
  return new MirrorImage(reach, [...one.patterns, ...others]);
}

/** Counted one by one: an expression that replaces the others takes three times as long. */
function countLetters(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) if (isSmallLetter(text.charCodeAt(i))) letters++;
  return letters;
}

/** Letters and digits and nothing else. */
function isPlain(text: string): boolean {
  return /^[a-z0-9]+$/.test(text);
}

function isSmallLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
