/** Behind every text. */
const NOWHERE = 0x7fff_ffff;

/**
 * Where bytes stand next in a text. A place once found serves all that ask for it from before there, so that a text is
 * looked through about once for each byte, however many ask.
 */
export class NextBytes {
  /** Per byte, between which offsets it was looked for: it stands at the latter and nowhere before. */
  readonly #from = new Int32Array(256).fill(NOWHERE);
  readonly #next = new Int32Array(256);

  /**
   * Where any of some bytes stands first from `from` on; far behind the text when nowhere. Always of the same text, until
   * {@link forget}.
   */
  anyFrom(bytes: Uint8Array, sought: readonly number[], from: number): number {
    let next = NOWHERE;
    for (const byte of sought) next = Math.min(next, this.#nextFrom(bytes, byte, from));
    return next;
  }

  #nextFrom(bytes: Uint8Array, byte: number, from: number): number {
    if (from < this.#from[byte]! || from > this.#next[byte]!) {
      const found = bytes.indexOf(byte, from);
      this.#from[byte] = from;
      this.#next[byte] = found === -1 ? NOWHERE : found;
    }
    return this.#next[byte]!;
  }

  /** Another text comes. */
  forget(): void {
    this.#from.fill(NOWHERE);
  }
}
