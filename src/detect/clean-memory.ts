import { LRUCache } from 'lru-cache';
import { WINDOW_MS } from './disguise/fragment-memory.js';
import { copiesOf, fragmentsIn, MAX_FRAGMENTS, type Fragment } from './disguise/fragments.js';
import type { Text } from './pattern/text.js';
import type { ScanContext } from './scan-context.js';
import { secretDigest } from './secret-digest.js';
import { SEGMENT_BYTES } from './segmented-text.js';

/** Longest value remembered, in characters, and how many are in each direction. */
const MAX_VALUE = 512;
const MAX_VALUES = 2_048;
/** Names of hosts that are remembered. */
const MAX_NAMES = 1_024;
/** Segments and answers remembered: a gigabyte of conversations, in half a megabyte of digests. */
const MAX_SEGMENTS = 16_384;

/** Places for marks of segments that came once, and words of a segment that its mark is made of. */
const MARKS = 8_192;
const MARK_SAMPLES = 512;
/** Words from one of them to the next at least: what tells an answer from the last one is an identifier, and longer. */
const MARK_STEP = 3;

/** Shorter answers are scanned in the time that it takes to recognise them, in bytes. */
const MIN_REMEMBERED = 512;

/** Headers whose values are credentials: these are not kept in memory, clean or not. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'header:authorization',
  'header:proxy-authorization',
  'header:cookie',
  'header:set-cookie',
]);

type Direction = ScanContext['direction'];

/**
 * Remembers texts in which no rule matched anything, not even in its disguises, so that they are not taken apart again:
 * the headers that a client repeats in every request, the host that it connects to, the conversation that an agent sends
 * again with each turn, and the answer that it asks for again.
 * Only what is the same to the byte counts as known. A segment is known by a digest under a secret key, because whoever
 * could make another text with the same name could hide it here.
 */
export class CleanMemory {
  readonly #values: Readonly<Record<Direction, LRUCache<string, readonly Fragment[]>>> = {
    outbound: new LRUCache({ max: MAX_VALUES }),
    inbound: new LRUCache({ max: MAX_VALUES }),
  };
  /**
   * Names of hosts with the agent that asked for them. For as long as a name waits for the rest of a secret that it may be a
   * piece of: then it has to be seen again. That it does not wait twice leaves room for other pieces.
   */
  readonly #names = new LRUCache<string, true>({ max: MAX_NAMES, ttl: WINDOW_MS });
  /** Lists of such values that were known whole, for as long as somebody else has them. */
  #lists = new WeakSet<readonly string[]>();
  readonly #segments = new LRUCache<string, true>({ max: MAX_SEGMENTS });
  /** Marks of what came lately, each in a place of its own: most segments never come again, and a digest costs. */
  readonly #marks = new Uint32Array(MARKS);
  #version: number | undefined;

  /** The pieces of a clean value that could belong to a secret in several fields; undefined when it is not known. */
  fragmentsOf(direction: Direction, value: string): readonly Fragment[] | undefined {
    return value.length > MAX_VALUE ? undefined : this.#values[direction].get(value);
  }

  addValue(context: ScanContext, value: string): void {
    if (value.length > MAX_VALUE || CREDENTIALS.has(context.location)) return;
    this.#values[context.direction].set(value, context.direction === 'outbound' ? fragmentsOf(value) : []);
  }

  /** Whether an agent asked for a host lately. */
  hasName(agent: string | undefined, host: string): boolean {
    return this.#names.has(nameKey(agent, host));
  }

  addName(agent: string | undefined, host: string): void {
    this.#names.set(nameKey(agent, host), true);
  }

  /** Whether this very list of values was added. */
  hasAll(values: readonly string[]): boolean {
    return this.#lists.has(values);
  }

  /** A list whose values are all known. */
  addAll(values: readonly string[]): void {
    this.#lists.add(values);
  }

  /**
   * Looks at a segment, or a whole text, unless it is known. When it comes a second time and is clean it is remembered.
   *
   * @param look Returns whether nothing at all was matched.
   */
  unlessKnown(direction: Direction, { bytes, atStart, atEnd }: Text, look: () => boolean): void {
    if (!this.#cameBefore(bytes)) {
      look();
      return;
    }
    const edges = `${atStart ? '^' : ''}${atEnd ? '$' : ''}`;
    const key = keyOf(direction, edges + secretDigest(bytes));
    if (this.#segments.get(key) !== undefined) return;
    if (look()) this.#segments.set(key, true);
  }

  /** Whether something with the same mark came lately. Nothing is hidden by a mark: what is known is known by its digest. */
  #cameBefore(bytes: Uint8Array): boolean {
    const words = wordsOf(bytes);
    let mark = bytes.length;
    const step = Math.max(MARK_STEP, Math.floor(words.length / MARK_SAMPLES));
    for (let at = 0; at < words.length; at += step) mark = Math.imul(mark ^ words[at]!, 0x9e3779b1) ^ (mark >>> 15);
    mark >>>= 0;
    const place = mark % MARKS;
    const came = this.#marks[place] === mark;
    this.#marks[place] = mark;
    return came;
  }

  /** Forgets everything when what is looked for has changed. @param version Of the watch list, if there is one. */
  keepFor(version: number | undefined): void {
    if (version === this.#version) return;
    this.#version = version;
    for (const values of Object.values(this.#values)) values.clear();
    this.#segments.clear();
    this.#names.clear();
    this.#lists = new WeakSet();
  }
}

/**
 * Whether a text is worth remembering: a whole answer, which is the same when it is asked for again, or a segment of a long
 * text. A whole request is not, because what it holds may be a piece of a secret that leaves with the next one.
 */
export function mayComeAgain({ direction }: ScanContext, { bytes, atStart, atEnd }: Text): boolean {
  if (bytes.length === SEGMENT_BYTES) return true;
  return direction === 'inbound' && atStart && atEnd && bytes.length >= MIN_REMEMBERED;
}

/** The pieces of a secret that a value may hold, as copies: that one is mostly no longer than they are. */
function fragmentsOf(value: string): readonly Fragment[] {
  const bytes = Buffer.from(value, 'latin1');
  return copiesOf(bytes, fragmentsIn(bytes, MAX_FRAGMENTS));
}

function nameKey(agent: string | undefined, host: string): string {
  return `${host} ${agent ?? ''}`;
}

function keyOf(direction: Direction, text: string): string {
  return direction === 'inbound' ? `<${text}` : `>${text}`;
}

/** A text four bytes at a time, as far as it can be read so; what is left over at its end makes no mark. */
function wordsOf({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  const from = (byteOffset + 3) & ~3;
  return new Uint32Array(buffer, from, Math.max(0, byteOffset + length - from) >> 2);
}
