/** Names that are remembered of one connection; what comes behind them counts as new each time. */
const MAX_NAMES = 256;
const PORT = /:\d{1,5}$/;

/**
 * The hosts that one connection names: the one that it was opened to, and others that requests on it ask for. Most
 * requests repeat the first, and looking at it once is enough.
 */
export class HostNames {
  readonly #names: Set<string>;

  /** @param destination The host that the connection was opened to. */
  constructor(destination: string) {
    this.#names = new Set([destination.toLowerCase()]);
  }

  /**
   * Takes the value of a Host field.
   *
   * @returns the name in it when it was not met before.
   */
  note(value: string): string | undefined {
    if (this.#names.has(value)) return undefined;
    const name = value.toLowerCase().replace(PORT, '');
    const isNew = !this.#names.has(name);
    // The value as it was sent as well: it is the same in each request, and most have a port or none.
    for (const known of [name, value]) if (this.#names.size < MAX_NAMES) this.#names.add(known);
    return isNew ? name : undefined;
  }
}
