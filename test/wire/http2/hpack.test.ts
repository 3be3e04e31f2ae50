import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HeaderField } from '../../../src/wire/http1/head.js';
import { HpackDecoder, MAX_HEADER_LIST_BYTES, MAX_TABLE_BYTES } from '../../../src/wire/http2/hpack-decoder.js';
import { decodeHuffman } from '../../../src/wire/http2/hpack-huffman.js';
import { STATIC_TABLE } from '../../../src/wire/http2/hpack-static-table.js';
import {
  bytesOfBits,
  encodeHuffman,
  encodeInteger,
  encodeString,
  HUFFMAN_CODES,
  TestEncoder,
  type Representation,
} from './hpack-encoder.js';
import { bytesOfHex, LIMIT_256, REQUESTS, RESPONSES, SINGLE_FIELDS, type HpackExample } from './hpack-vectors.js';

function check(decoder: HpackDecoder, examples: readonly HpackExample[]): void {
  for (const { name, hex, fields, table, tableSize } of examples) {
    const outcome = decoder.decode(bytesOfHex(hex));
    expect({ name, outcome }).toEqual({ name, outcome: { kind: 'fields', fields, truncated: false } });
    expect({ name, table: decoder.dynamicTable }).toEqual({ name, table: { fields: table, size: tableSize } });
  }
}

describe('the examples of RFC 7541 appendix C', () => {
  test.each(SINGLE_FIELDS)('$name', (example) => check(new HpackDecoder(), [example]));
  test.each(Object.entries(REQUESTS))('%s requests on one connection', (_name, examples) =>
    check(new HpackDecoder(), examples),
  );
  test.each(Object.entries(RESPONSES))('%s responses on one connection', (_name, examples) => {
    const decoder = new HpackDecoder();
    decoder.decode(bytesOfHex(LIMIT_256));
    check(decoder, examples);
  });

  test('C.1 integers, as lengths of strings', () => {
    const value = 'v'.repeat(1337);
    expect(encodeInteger(1337, 5)).toEqual(bytesOfHex('1f9a0a'));
    const block = Buffer.concat([bytesOfHex('04'), encodeString(value, false)]);
    expect(new HpackDecoder().decode(block)).toMatchObject({ fields: [[':path', value]] });
  });
});

describe('Huffman code', () => {
  test('codes of RFC 7541 appendix B', () => {
    const hex = (symbol: number) => parseInt(HUFFMAN_CODES[symbol]!, 2).toString(16);
    const some = [48, 32, 97, 90, 0, 1, 10, 92, 127, 128, 195, 249, 255, 256].map((symbol) => hex(symbol));
    const codes = '0 14 3 fd 1ff8 7fffd8 3ffffffc 7fff0 ffffffc fffe6 7fff1 ffffffe 3ffffee 3fffffff';
    expect(some).toEqual(codes.split(' '));
  });

  test('every octet, and any text', () => {
    const all = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
    expect(decodeHuffman(encodeHuffman(all))).toBe(all);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        expect(decodeHuffman(encodeHuffman(text))).toBe(text);
      }),
    );
  });

  test('padding: up to seven ones, and nothing else (§5.2)', () => {
    const zero = HUFFMAN_CODES[48]!; // '0', five bits
    expect(decodeHuffman(new Uint8Array())).toBe('');
    expect(decodeHuffman(bytesOfBits(zero + '111'))).toBe('0');
    expect(decodeHuffman(bytesOfBits(zero + '110'))).toBeUndefined();
    expect(decodeHuffman(bytesOfBits(zero + '000'))).toBeUndefined();
    expect(decodeHuffman(bytesOfBits(zero + '111' + '11111111'))).toBeUndefined();
    expect(decodeHuffman(bytesOfBits('11111111'))).toBeUndefined();
    expect(decodeHuffman(bytesOfBits(zero.repeat(5) + '1111111'))).toBe('00000');
  });

  test('EOS must not be coded', () => {
    expect(decodeHuffman(bytesOfBits(HUFFMAN_CODES[256]! + '11'))).toBeUndefined();
    expect(decodeHuffman(bytesOfBits(HUFFMAN_CODES[48]!.repeat(6) + HUFFMAN_CODES[256]! + '1111'))).toBeUndefined();
  });

  test('never throws, and says yes to nothing but what an encoder writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const text = decodeHuffman(bytes);
        if (text !== undefined) expect(encodeHuffman(text)).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

const name = fc.oneof(fc.constantFrom(...STATIC_TABLE.map(([name]) => name)), fc.stringMatching(/^[a-z-]{1,20}$/));
const value = fc.oneof(
  fc.constantFrom('GET', '200', 'gzip, deflate', ''),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.integer({ min: 1000, max: 5000 }).map((length) => 'x'.repeat(length)),
);
const how = fc.constantFrom<Representation>('indexed', 'incremental', 'incremental', 'without', 'never');
const block = fc.record({
  sizes: fc.array(fc.constantFrom(0, 60, 300, 4096), { maxLength: 2 }),
  fields: fc.array(fc.tuple(fc.tuple(name, value), how, fc.boolean()), { maxLength: 12 }),
});

describe('HpackDecoder', () => {
  test('reads what an encoder writes, block after block, with evictions and size updates', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const encoder = new TestEncoder();
        const decoder = new HpackDecoder();
        for (const { sizes, fields } of blocks) {
          const bytes = [
            ...sizes.map((size) => encoder.resize(size)),
            ...fields.map(([field, representation, huffman]) => encoder.field(field, representation, huffman)),
          ];
          const list = fields.map(([field]): HeaderField => [...field]);
          expect(decoder.decode(Buffer.concat(bytes))).toEqual({ kind: 'fields', fields: list, truncated: false });
          expect(decoder.dynamicTable.size).toBe(encoder.tableSize);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['index 0', '80', 'header index out of range'],
    ['an index behind the table', 'be', 'header index out of range'],
    ['a name index behind the table', '7e0161', 'header index out of range'],
    ['an endless integer', 'ff808080808000', 'header integer too large'],
    ['an integer above 2^32', 'ffffffffff7f', 'header integer too large'],
    ['an integer cut short', 'ff80', 'header block cut short'],
    ['a string cut short', '00056162', 'header block cut short'],
    ['no value', '000161', 'header block cut short'],
    ['bad Huffman code', '0001618100', 'bad Huffman code'],
    ['a size update behind a field', '8220', 'table size update inside a header block'],
    ['a size update above the limit', '3fe21f', 'header table too large'],
  ])('%s is broken, for good', (_what, hex, reason) => {
    const decoder = new HpackDecoder();
    expect(decoder.decode(bytesOfHex(hex))).toEqual({ kind: 'broken', reason });
    expect(decoder.decode(bytesOfHex('82'))).toEqual({ kind: 'broken', reason });
  });

  test('the table may grow to the limit, and to the bound at most', () => {
    const decoder = new HpackDecoder();
    expect(decoder.decode(encodeInteger(4096, 5, 0x20))).toMatchObject({ kind: 'fields' });
    decoder.limitTable(0xffffffff);
    expect(decoder.decode(encodeInteger(MAX_TABLE_BYTES, 5, 0x20))).toMatchObject({ kind: 'fields' });
    expect(decoder.decode(encodeInteger(MAX_TABLE_BYTES + 1, 5, 0x20))).toMatchObject({ kind: 'broken' });
  });

  test('a list beyond the bound is cut there, and the table stays in step', () => {
    const encoder = new TestEncoder();
    const decoder = new HpackDecoder();
    const large = encoder.field(['x-large', 'y'.repeat(3000)], 'incremental', true);
    const again = encoder.field(['x-large', 'y'.repeat(3000)], 'indexed', true);
    const last = encoder.field(['x-last', 'z'], 'incremental', false);
    const outcome = decoder.decode(Buffer.concat([large, ...Array.from({ length: 10_000 }, () => again), last]));
    if (outcome.kind !== 'fields') throw new Error(outcome.reason);
    const size = outcome.fields.reduce((sum, [name, value]) => sum + name.length + value.length + 32, 0);
    expect(outcome.truncated).toBe(true);
    expect(size).toBe(MAX_HEADER_LIST_BYTES);
    expect(decoder.decode(Buffer.from([0xbe]))).toMatchObject({ fields: [['x-last', 'z']], truncated: false });
  });

  test('garbage never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), (blocks) => {
        const decoder = new HpackDecoder();
        for (const bytes of blocks) decoder.decode(bytes);
        expect(decoder.dynamicTable.size).toBeLessThanOrEqual(4096);
      }),
      { numRuns: 3000 },
    );
  });
});
