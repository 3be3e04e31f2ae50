/** Sets of one byte, which most of an expression consists of. */
const SINGLES: (ByteSet | undefined)[] = [];
/** Every set that was ever asked for, by its bits. A catalogue has a thousand, and stands on them in many thousand places. */
const KNOWN = new Map<string, ByteSet>();

/** A bit for each byte, in words of 32. */
export const WORDS = 8;

/** The words of all sets, one behind the other: an array of its own takes a set six times as much of the heap as its bits. */
let allWords = new Int32Array(WORDS * 1024);
let taken = 0;

/** A set of byte values. Immutable, and the same object for the same bytes. */
export class ByteSet {
  /** Where its words begin in {@link allWords}. */
  readonly #at: number;
  #folded: ByteSet | undefined;

  private constructor(words: Int32Array) {
    if (taken === allWords.length) {
      const larger = new Int32Array(2 * taken);
      larger.set(allWords);
      allWords = larger;
    }
    this.#at = taken;
    taken += WORDS;
    allWords.set(words, this.#at);
  }

  static of(contains: (byte: number) => boolean): ByteSet {
    const words = new Int32Array(WORDS);
    for (let byte = 0; byte < 256; byte++) if (contains(byte)) words[byte >> 5]! |= 1 << (byte & 31);
    return ByteSet.#known(words);
  }

  static single(byte: number): ByteSet {
    return (SINGLES[byte] ??= ByteSet.of((each) => each === byte));
  }

  /** All bytes of some ranges, each with its first and its last one. */
  static ofRanges(ranges: readonly (readonly [first: number, last: number])[]): ByteSet {
    const words = new Int32Array(WORDS);
    for (const [first, last] of ranges)
      for (let byte = first; byte <= last; byte++) words[byte >> 5]! |= 1 << (byte & 31);
    return ByteSet.#known(words);
  }

  /** The set of which {@link writeTo} wrote these words. */
  static ofWords(words: Int32Array): ByteSet {
    return ByteSet.#known(words);
  }

  static #known(words: Int32Array): ByteSet {
    const key = Buffer.from(words.buffer).toString('latin1');
    let set = KNOWN.get(key);
    if (set === undefined) KNOWN.set(key, (set = new ByteSet(words)));
    return set;
  }

  has(byte: number): boolean {
    return ((allWords[this.#at + (byte >> 5)]! >>> (byte & 31)) & 1) === 1;
  }

  /** Writes the set's words, {@link WORDS} of them, behind each other. */
  writeTo(words: Int32Array, at: number): void {
    for (let i = 0; i < WORDS; i++) words[at + i] = allWords[this.#at + i]!;
  }

  union(other: ByteSet): ByteSet {
    if (other.isSubsetOf(this)) return this;
    if (this.isSubsetOf(other)) return other;
    return ByteSet.#known(Int32Array.from({ length: WORDS }, (_, i) => this.#word(i) | other.#word(i)));
  }

  complement(): ByteSet {
    return ByteSet.of((byte) => !this.has(byte));
  }

  /** With both cases of each ASCII letter in it. */
  foldCase(): ByteSet {
    this.#folded ??= ByteSet.of((byte) => this.has(byte) || this.has(swapCase(byte)));
    return this.#folded;
  }

  isSubsetOf(other: ByteSet): boolean {
    for (let i = 0; i < WORDS; i++) if ((this.#word(i) & ~other.#word(i)) !== 0) return false;
    return true;
  }

  /** The members in ascending order. */
  values(): readonly number[] {
    const values: number[] = [];
    for (let i = 0; i < WORDS; i++) {
      // From the lowest bit that is set to the next: most sets have one or two members.
      for (let rest = this.#word(i); rest !== 0; rest &= rest - 1) {
        values.push(32 * i + 31 - Math.clz32(rest & -rest));
      }
    }
    return values;
  }

  #word(number: number): number {
    return allWords[this.#at + number]!;
  }
}

export const ANY_BYTE = ByteSet.of(() => true);
export const NO_BYTE = ByteSet.of(() => false);
export const DIGITS = ByteSet.of((byte) => byte >= 48 && byte <= 57);
export const WORD = ByteSet.of(
  (byte) => (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95,
);
/**
 * White space: tab, LF, CR, space. JavaScript's `\s` has vertical tab and form feed as well; no shell and no interpreter
 * that a rule is about takes these for a space, and each member multiplies the literals that are looked for.
 */
export const SPACE = ByteSet.of((byte) => byte === 32 || byte === 9 || byte === 10 || byte === 13);
/** What `.` stands for: anything but a line end. Bytes above 127 are parts of UTF-8 characters. */
export const NOT_LINE_END = ByteSet.of((byte) => byte !== 10 && byte !== 13);
export const LINE_END = NOT_LINE_END.complement();

/** Lower case for ASCII letters, anything else unchanged. */
export function foldByte(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte | 32 : byte;
}

function swapCase(byte: number): number {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122 ? byte ^ 32 : byte;
}
