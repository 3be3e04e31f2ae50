import type { HeaderField } from '../http1/head.js';
import { STATIC_TABLE } from './hpack-static-table.js';

/** What an entry costs on top of its octets (RFC 7541 §4.1). */
const ENTRY_OVERHEAD = 32;

/** The size that a dynamic table starts with (RFC 9113 §6.5.2). */
export const INITIAL_TABLE_BYTES = 4096;

/** The size of a field as HPACK and SETTINGS_MAX_HEADER_LIST_SIZE count it. */
export function fieldSize(field: HeaderField): number {
  return field[0].length + field[1].length + ENTRY_OVERHEAD;
}

/** The static table and behind it the dynamic one, in one index space (RFC 7541 §2.3). */
export class HpackTable {
  /** Oldest first. Those before `#first` are evicted and wait to be removed many at a time. */
  #entries: (HeaderField | undefined)[] = [];
  #first = 0;
  #size = 0;
  #maxSize = INITIAL_TABLE_BYTES;

  /** Entries in the dynamic table, the newest first. */
  get dynamicEntries(): HeaderField[] {
    return this.#entries.filter((entry) => entry !== undefined).reverse();
  }

  /** Size of the dynamic table (RFC 7541 §4.1). */
  get size(): number {
    return this.#size;
  }

  /** The field at an index that starts at 1; undefined when there is none. */
  at(index: number): HeaderField | undefined {
    if (index <= STATIC_TABLE.length) return STATIC_TABLE[index - 1];
    const position = this.#entries.length - (index - STATIC_TABLE.length);
    return position < this.#first ? undefined : this.#entries[position];
  }

  /** Adds a field; one that is larger than the table empties it (RFC 7541 §4.4). */
  add(field: HeaderField): void {
    const size = fieldSize(field);
    this.#evictDownTo(this.#maxSize - size);
    if (size > this.#maxSize) return;
    this.#entries.push(field);
    this.#size += size;
  }

  resize(maxSize: number): void {
    this.#maxSize = maxSize;
    this.#evictDownTo(maxSize);
  }

  #evictDownTo(size: number): void {
    while (this.#size > size && this.#first < this.#entries.length) {
      this.#size -= fieldSize(this.#entries[this.#first]!);
      this.#entries[this.#first++] = undefined;
    }
    if (this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}
