/** Longest request on the control socket, in bytes. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** Collects lines of bounded length from a byte stream. */
export class LineReader {
  readonly #maxBytes: number;
  #buffered: Buffer[] = [];
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether part of a line has arrived. */
  get partial(): boolean {
    return this.#length > 0;
  }

  /**
   * Takes bytes and returns the lines that they complete.
   *
   * @returns undefined when a line is longer than the bound; nothing more can be read then.
   */
  push(chunk: Buffer): string[] | undefined {
    const lines: string[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(10, from);
      const part = chunk.subarray(from, end === -1 ? chunk.length : end);
      if (this.#length + part.length > this.#maxBytes) return undefined;
      if (end === -1) {
        if (part.length > 0) this.#buffered.push(part);
        this.#length += part.length;
        return lines;
      }
      lines.push(Buffer.concat([...this.#buffered, part]).toString('utf8'));
      this.#buffered = [];
      this.#length = 0;
      from = end + 1;
    }
  }
}
