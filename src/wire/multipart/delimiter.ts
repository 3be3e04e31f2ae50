const CR = 13;
const LF = 10;
const DASH = 45;
const LINE_END = Buffer.from('\n');
const WHITE_SPACE: readonly number[] = [9, 32];

/** What was found in a stretch of body. */
export type DelimiterSearch =
  /** Everything before `dataEnd` is data. The delimiter ends at `next`: behind the boundary, or behind its `--`. */
  | { readonly kind: 'delimiter'; readonly dataEnd: number; readonly next: number; readonly last: boolean }
  /** Everything before `dataEnd` is data; what follows may be the start of a delimiter. */
  | { readonly kind: 'none'; readonly dataEnd: number };

/**
 * Looks for `[CR] LF -- boundary` with a line end, white space or `--` behind it (RFC 2046 §5.1.1). Anything else behind
 * the boundary makes it part of the data: another boundary may begin with this one.
 */
export class DelimiterFinder {
  /** LF, two dashes, boundary. */
  readonly #needle: Buffer;

  constructor(boundary: string) {
    this.#needle = Buffer.from(`\n--${boundary}`, 'latin1');
  }

  search(bytes: Buffer, from: number): DelimiterSearch {
    for (let at = bytes.indexOf(this.#needle, from); at !== -1; at = bytes.indexOf(this.#needle, at + 1)) {
      const next = at + this.#needle.length;
      const byte = bytes[next];
      const dataEnd = this.#withoutCr(bytes, from, at);
      if (byte === undefined) return { kind: 'none', dataEnd };
      if (byte === CR || byte === LF || WHITE_SPACE.includes(byte)) {
        return { kind: 'delimiter', dataEnd, next, last: false };
      }
      if (byte !== DASH) continue;
      const second = bytes[next + 1];
      if (second === undefined) return { kind: 'none', dataEnd };
      if (second === DASH) return { kind: 'delimiter', dataEnd, next: next + 2, last: true };
    }
    return { kind: 'none', dataEnd: this.#startOfPartial(bytes, from) };
  }

  /** The delimiter that a line (without its LF) is, and where in the line it ends; undefined when it is none. */
  matchLine(line: Buffer): { readonly last: boolean; readonly next: number } | undefined {
    const found = this.search(Buffer.concat([LINE_END, line, LINE_END]), 0);
    if (found.kind === 'none' || found.dataEnd !== 0) return undefined;
    return { last: found.last, next: found.next - LINE_END.length };
  }

  /** Where the bytes begin to look like a delimiter that is not complete; their length when they do not. */
  #startOfPartial(bytes: Buffer, from: number): number {
    for (let at = Math.max(from, bytes.length - this.#needle.length + 1); at < bytes.length; at++) {
      const length = bytes.length - at;
      if (bytes[at] === LF && bytes.compare(this.#needle, 0, length, at) === 0) return this.#withoutCr(bytes, from, at);
    }
    return bytes.length > from && bytes[bytes.length - 1] === CR ? bytes.length - 1 : bytes.length;
  }

  #withoutCr(bytes: Buffer, from: number, at: number): number {
    return at > from && bytes[at - 1] === CR ? at - 1 : at;
  }
}
