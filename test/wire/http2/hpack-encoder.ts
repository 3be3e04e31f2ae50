import type { HeaderField } from '../../../src/wire/http1/head.js';
import { HUFFMAN_CODE_LENGTHS } from '../../../src/wire/http2/hpack-huffman-lengths.js';
import { STATIC_TABLE } from '../../../src/wire/http2/hpack-static-table.js';

/** Huffman codes as strings of 0 and 1, made in another way than the decoder makes its tree. */
export const HUFFMAN_CODES: readonly string[] = (() => {
  const codes: string[] = [];
  let next = 0n;
  for (let bits = 1n; bits <= 30n; bits++) {
    next *= 2n;
    HUFFMAN_CODE_LENGTHS.forEach((length, symbol) => {
      if (BigInt(length) === bits) codes[symbol] = (next++).toString(2).padStart(length, '0');
    });
  }
  return codes;
})();

export function bytesOfBits(bits: string): Buffer {
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => parseInt(octet, 2)));
}

export function encodeHuffman(text: string): Buffer {
  const bits = [...Buffer.from(text, 'latin1')].map((byte) => HUFFMAN_CODES[byte]!).join('');
  return bytesOfBits(bits.padEnd(Math.ceil(bits.length / 8) * 8, '1'));
}

export function encodeInteger(value: number, prefixBits: number, first = 0): Buffer {
  const mask = 2 ** prefixBits - 1;
  if (value < mask) return Buffer.from([first | value]);
  const octets = [first | mask];
  let rest = value - mask;
  for (; rest >= 128; rest = Math.floor(rest / 128)) octets.push((rest % 128) | 128);
  return Buffer.from([...octets, rest]);
}

export function encodeString(text: string, huffman: boolean): Buffer {
  const octets = huffman ? encodeHuffman(text) : Buffer.from(text, 'latin1');
  return Buffer.concat([encodeInteger(octets.length, 7, huffman ? 0x80 : 0), octets]);
}

export type Representation = 'indexed' | 'incremental' | 'without' | 'never';

/** A plain encoder that is told how to write each field; its table is a list that is searched. */
export class TestEncoder {
  #table: HeaderField[] = [];
  #maxSize = 4096;

  get tableSize(): number {
    return this.#table.reduce((size, [name, value]) => size + name.length + value.length + 32, 0);
  }

  resize(maxSize: number): Buffer {
    this.#maxSize = maxSize;
    this.#evict();
    return encodeInteger(maxSize, 5, 0x20);
  }

  field([name, value]: HeaderField, how: Representation, huffman: boolean): Buffer {
    const all = [...STATIC_TABLE, ...this.#table];
    const exact = all.findIndex((entry) => entry[0] === name && entry[1] === value);
    if (how === 'indexed' && exact !== -1) return encodeInteger(exact + 1, 7, 0x80);
    const nameIndex = 1 + all.findLastIndex((entry) => entry[0] === name);
    const head =
      how === 'incremental'
        ? encodeInteger(nameIndex, 6, 0x40)
        : encodeInteger(nameIndex, 4, how === 'never' ? 0x10 : 0);
    if (how === 'incremental') {
      this.#table.unshift([name, value]);
      this.#evict();
    }
    const nameLiteral = nameIndex === 0 ? encodeString(name, huffman) : Buffer.alloc(0);
    return Buffer.concat([head, nameLiteral, encodeString(value, huffman)]);
  }

  #evict(): void {
    while (this.tableSize > this.#maxSize) this.#table.pop();
  }
}
