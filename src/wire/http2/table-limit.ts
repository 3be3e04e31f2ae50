import { INITIAL_TABLE_BYTES } from './hpack-table.js';

/**
 * How large one side lets the other make its header table (SETTINGS_HEADER_TABLE_SIZE, RFC 9113 §6.5.2). A higher limit may
 * be used as soon as the encoder has read it, a lower one must be once it acknowledged it (RFC 7541 §4.2).
 */
export class TableLimit {
  #latest = INITIAL_TABLE_BYTES;
  #bytes = INITIAL_TABLE_BYTES;
  #unacknowledged = 0;

  /** The largest table that the encoder may use now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param tableSize What the side announced; the limit stays when its SETTINGS say nothing of it. */
  announced(tableSize: number | undefined): void {
    this.#unacknowledged++;
    this.#latest = tableSize ?? this.#latest;
    this.#bytes = Math.max(this.#bytes, this.#latest);
  }

  /** The other side acknowledged SETTINGS. Returns whether those were the last that wait for it. */
  acknowledged(): boolean {
    if (this.#unacknowledged === 0 || --this.#unacknowledged > 0) return false;
    this.#bytes = this.#latest;
    return true;
  }
}
