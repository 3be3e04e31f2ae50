/** A line that waits to be written. */
export interface WaitingLine {
  /** With its line end. */
  readonly text: string;
  readonly bytes: number;
}

/** The bounded queue between those who find and the disk. */
export class Backlog {
  readonly #maxLines: number;
  readonly #maxBytes: number;
  readonly #lines: WaitingLine[] = [];
  #bytes = 0;

  constructor(maxLines: number, maxBytes: number) {
    this.#maxLines = maxLines;
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#lines.length;
  }

  /** Takes a line, unless there is no room. */
  push(text: string): boolean {
    const bytes = Buffer.byteLength(text);
    if (this.#lines.length >= this.#maxLines || this.#bytes + bytes > this.#maxBytes) return false;
    this.#lines.push({ text, bytes });
    this.#bytes += bytes;
    return true;
  }

  /** The oldest lines that fit into `maxBytes` together; always one, if there is one. They stay until {@link remove}. */
  peek(maxBytes: number): readonly WaitingLine[] {
    let bytes = 0;
    const tooMany = this.#lines.findIndex((line, index) => (bytes += line.bytes) > maxBytes && index > 0);
    return tooMany === -1 ? this.#lines.slice() : this.#lines.slice(0, tooMany);
  }

  /** Forgets the oldest `count` lines. */
  remove(count: number): void {
    for (const line of this.#lines.splice(0, count)) this.#bytes -= line.bytes;
  }
}
