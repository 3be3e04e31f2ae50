import type { HeaderField } from '../http1/head.js';
import { decodeHuffman } from './hpack-huffman.js';
import { fieldSize, HpackTable, INITIAL_TABLE_BYTES } from './hpack-table.js';

export type HpackOutcome =
  | {
      readonly kind: 'fields';
      /** In the order sent; names and values as latin1, one character an octet. */
      readonly fields: readonly HeaderField[];
      /** The list is larger than the bound: the last field may be cut, and those behind it are missing. */
      readonly truncated: boolean;
    }
  /** The block cannot be read, and nothing behind it can: the table is out of step. */
  | { readonly kind: 'broken'; readonly reason: string };

/** Most that is collected of one header list, in bytes as HPACK counts them. */
export const MAX_HEADER_LIST_BYTES = 256 * 1024;

/** Largest dynamic table that is mirrored, whatever the peers agree on, in bytes. */
export const MAX_TABLE_BYTES = 1024 * 1024;

/** Integers have up to five octets after the prefix and stay below 2^32 (a limit is due: RFC 7541 §5.1). */
const MAX_INTEGER_SHIFT = 28;
const MAX_INTEGER = 0xffffffff;

/**
 * Decodes the header blocks of one direction of a connection (RFC 7541), each whole and in order. A list beyond the
 * bound is still decoded to its end, because the table must follow, but no longer collected.
 */
export class HpackDecoder {
  readonly #table = new HpackTable();
  readonly #maxListBytes: number;
  #limit = INITIAL_TABLE_BYTES;
  #block: Uint8Array = new Uint8Array();
  #at = 0;
  /** Set at the first thing that cannot be read. */
  #broken: string | undefined;

  constructor(maxListBytes: number = MAX_HEADER_LIST_BYTES) {
    this.#maxListBytes = maxListBytes;
  }

  /** The dynamic table, for tests and curiosity: the newest field first. */
  get dynamicTable(): { readonly fields: HeaderField[]; readonly size: number } {
    return { fields: this.#table.dynamicEntries, size: this.#table.size };
  }

  /**
   * How large the encoder may make the table (SETTINGS_HEADER_TABLE_SIZE of its peer). Nothing is evicted by this:
   * the encoder says what it does with an update in its next block (RFC 7541 §4.2).
   */
  limitTable(bytes: number): void {
    this.#limit = bytes;
  }

  decode(block: Uint8Array): HpackOutcome {
    this.#block = block;
    this.#at = 0;
    const list = new FieldList(this.#maxListBytes);
    let first = true;
    while (this.#at < block.length && this.#broken === undefined) {
      if ((block[this.#at]! & 0xe0) === 0x20) {
        this.#resize(first);
        continue;
      }
      first = false;
      const field = this.#field();
      if (field !== undefined) list.add(field);
    }
    this.#block = new Uint8Array();
    if (this.#broken !== undefined) return { kind: 'broken', reason: this.#broken };
    return { kind: 'fields', fields: list.fields, truncated: list.truncated };
  }

  /** A field in one of its representations (RFC 7541 §6.1, §6.2). */
  #field(): HeaderField | undefined {
    const byte = this.#block[this.#at]!;
    if ((byte & 0x80) !== 0) {
      const index = this.#integer(7);
      return index === undefined ? undefined : this.#lookUp(index);
    }
    const indexed = (byte & 0x40) !== 0;
    const nameIndex = this.#integer(indexed ? 6 : 4);
    if (nameIndex === undefined) return undefined;
    const name = nameIndex === 0 ? this.#string() : this.#lookUp(nameIndex)?.[0];
    const value = name === undefined ? undefined : this.#string();
    if (name === undefined || value === undefined) return undefined;
    const field: HeaderField = [name, value];
    if (indexed) this.#table.add(field);
    return field;
  }

  /** A dynamic table size update; it stands before all fields (RFC 7541 §4.2, §6.3). */
  #resize(first: boolean): void {
    const size = this.#integer(5);
    if (size === undefined) return;
    if (!first) this.#broken = 'table size update inside a header block';
    else if (size > Math.min(this.#limit, MAX_TABLE_BYTES)) this.#broken = 'header table too large';
    else this.#table.resize(size);
  }

  #lookUp(index: number): HeaderField | undefined {
    const field = this.#table.at(index);
    if (field === undefined) this.#broken = 'header index out of range';
    return field;
  }

  /** An integer with a prefix of so many bits (RFC 7541 §5.1). */
  #integer(prefixBits: number): number | undefined {
    const mask = (1 << prefixBits) - 1;
    const prefix = this.#block[this.#at++]! & mask;
    if (prefix < mask) return prefix;
    let value = prefix;
    for (let shift = 0; shift <= MAX_INTEGER_SHIFT; shift += 7) {
      const byte = this.#block[this.#at++];
      if (byte === undefined) {
        this.#broken = 'header block cut short';
        return undefined;
      }
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value <= MAX_INTEGER) return value;
        break;
      }
    }
    this.#broken = 'header integer too large';
    return undefined;
  }

  /** A string literal, Huffman coded or plain (RFC 7541 §5.2). */
  #string(): string | undefined {
    if (this.#at >= this.#block.length) {
      this.#broken = 'header block cut short';
      return undefined;
    }
    const huffman = (this.#block[this.#at]! & 0x80) !== 0;
    const length = this.#integer(7);
    if (length === undefined) return undefined;
    if (length > this.#block.length - this.#at) {
      this.#broken = 'header block cut short';
      return undefined;
    }
    const bytes = this.#block.subarray(this.#at, this.#at + length);
    this.#at += length;
    if (!huffman) return Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
    const text = decodeHuffman(bytes);
    if (text === undefined) this.#broken = 'bad Huffman code';
    return text;
  }
}

/** Fields up to a bound; of the field that crosses it as much of the value as fits. */
class FieldList {
  readonly fields: HeaderField[] = [];
  truncated = false;
  #room: number;

  constructor(maxBytes: number) {
    this.#room = maxBytes;
  }

  add(field: HeaderField): void {
    if (this.truncated) return;
    const left = this.#room - fieldSize(field);
    this.#room = left;
    if (left >= 0) {
      this.fields.push(field);
      return;
    }
    this.truncated = true;
    const value = field[1].slice(0, Math.max(0, field[1].length + left));
    if (value !== '') this.fields.push([field[0], value]);
  }
}
