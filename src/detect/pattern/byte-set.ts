/** A set of byte values, one bit each. Immutable once built. */
export class ByteSet {
  readonly #bits: Uint8Array;

  private constructor(bits: Uint8Array) {
    this.#bits = bits;
  }

  static of(contains: (byte: number) => boolean): ByteSet {
    return new ByteSet(Uint8Array.from({ length: 256 }, (_, byte) => (contains(byte) ? 1 : 0)));
  }

  static single(byte: number): ByteSet {
    return ByteSet.of((other) => other === byte);
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
    return ByteSet.of((byte) => this.has(byte) || this.has(swapCase(byte)));
  }

  isSubsetOf(other: ByteSet): boolean {
    return this.values().every((byte) => other.has(byte));
  }

  values(): number[] {
    return [...this.#bits.keys()].filter((byte) => this.#bits[byte] === 1);
  }
}

export const DIGITS = ByteSet.of((byte) => byte >= 48 && byte <= 57);
export const WORD = ByteSet.of(
  (byte) => (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95,
);
/** ASCII white space: tab, LF, VT, FF, CR, space. */
export const SPACE = ByteSet.of((byte) => byte === 32 || (byte >= 9 && byte <= 13));
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
