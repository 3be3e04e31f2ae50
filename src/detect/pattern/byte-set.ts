/** Sets of one byte, which most of an expression consists of. */
const SINGLES: ByteSet[] = [];
/** Every other set that was ever asked for, by its bits. A catalogue has hundreds, and stands on them in many thousand places. */
const KNOWN = new Map<string, ByteSet>();

/** A set of byte values. Immutable, and the same object for the same bytes. */
export class ByteSet {
  readonly #bits: Uint8Array;
  #folded: ByteSet | undefined;

  private constructor(bits: Uint8Array) {
    this.#bits = bits;
  }

  static of(contains: (byte: number) => boolean): ByteSet {
    const bits = new Uint8Array(256);
    const words = new Uint16Array(16);
    for (let byte = 0; byte < 256; byte++) {
      if (!contains(byte)) continue;
      bits[byte] = 1;
      words[byte >> 4]! |= 1 << (byte & 15);
    }
    const key = String.fromCharCode(...words);
    let set = KNOWN.get(key);
    if (set === undefined) KNOWN.set(key, (set = new ByteSet(bits)));
    return set;
  }

  static single(byte: number): ByteSet {
    let set = SINGLES[byte];
    if (set === undefined) {
      const bits = new Uint8Array(256);
      bits[byte] = 1;
      SINGLES[byte] = set = new ByteSet(bits);
    }
    return set;
  }

  has(byte: number): boolean {
    return this.#bits[byte] === 1;
  }

  union(other: ByteSet): ByteSet {
    return ByteSet.of((byte) => this.has(byte) || other.has(byte));
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
    return this.values().every((byte) => other.has(byte));
  }

  /** The members in ascending order. */
  values(): readonly number[] {
    const values: number[] = [];
    for (let byte = 0; byte < 256; byte++) if (this.#bits[byte] === 1) values.push(byte);
    return values;
  }
}

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
