import { HUFFMAN_CODE_LENGTHS, HUFFMAN_EOS } from './hpack-huffman-lengths.js';

/*
 * The decoder walks four bits a step through a table of states. A state is an inner node of the code tree (256 of
 * them, root 0). Codes have five bits at least, so a step emits one octet at most. An entry holds
 *
 *     bits 0-7 the next state, bits 8-15 the octet, bit 16 whether there is one; or FAIL, where EOS was coded
 */
const EMITS = 1 << 16;
const FAIL = -1;
const STATES = 256;

/** Longest run of ones that may stand as padding (RFC 7541 §5.2). */
const MAX_PADDING_BITS = 7;

/** The shortest code decides how much longer a text can be than its coded form. */
const SHORTEST_CODE_BITS = 5;

const { transitions, mayEnd } = buildTables();

/** @returns the decoded octets as latin1; undefined when the padding is wrong or EOS was coded (RFC 7541 §5.2). */
export function decodeHuffman(bytes: Uint8Array): string | undefined {
  const text = Buffer.allocUnsafe(Math.ceil((bytes.length * 8) / SHORTEST_CODE_BITS));
  let length = 0;
  let state = 0;
  for (const byte of bytes) {
    const high = transitions[state * 16 + (byte >> 4)]!;
    if (high === FAIL) return undefined;
    if ((high & EMITS) !== 0) text[length++] = high >> 8;
    const low = transitions[(high & 0xff) * 16 + (byte & 15)]!;
    if (low === FAIL) return undefined;
    if ((low & EMITS) !== 0) text[length++] = low >> 8;
    state = low & 0xff;
  }
  return mayEnd[state] === 1 ? text.toString('latin1', 0, length) : undefined;
}

/** A node of the code tree: two children, each an inner node's number, or a leaf as `~symbol`. */
type Node = [zero: number, one: number];

function buildTables(): { transitions: Int32Array; mayEnd: Uint8Array } {
  const tree = buildTree();
  const table = new Int32Array(STATES * 16);
  for (let state = 0; state < STATES; state++) {
    for (let nibble = 0; nibble < 16; nibble++) table[state * 16 + nibble] = walk(tree, state, nibble);
  }
  const ends = new Uint8Array(STATES);
  for (let node = 0, bits = 0; bits <= MAX_PADDING_BITS; bits++) {
    ends[node] = 1;
    node = tree[node]![1];
  }
  return { transitions: table, mayEnd: ends };
}

function walk(tree: readonly Node[], from: number, nibble: number): number {
  let node = from;
  let emitted = 0;
  for (let bit = 3; bit >= 0; bit--) {
    const child = tree[node]![(nibble >> bit) & 1 ? 1 : 0];
    if (child >= 0) {
      node = child;
      continue;
    }
    if (~child === HUFFMAN_EOS) return FAIL;
    emitted = EMITS | (~child << 8);
    node = 0;
  }
  return emitted | node;
}

function buildTree(): Node[] {
  const unset = 0;
  const tree: Node[] = [[unset, unset]];
  let code = 0;
  let length = 0;
  const symbols = HUFFMAN_CODE_LENGTHS.map((bits, symbol) => ({ bits, symbol }));
  symbols.sort((a, b) => a.bits - b.bits || a.symbol - b.symbol);
  for (const { bits, symbol } of symbols) {
    code *= 2 ** (bits - length);
    length = bits;
    let node = 0;
    for (let bit = bits - 1; bit > 0; bit--) {
      const side = (code >> bit) & 1 ? 1 : 0;
      if (tree[node]![side] === unset) tree[node]![side] = tree.push([unset, unset]) - 1;
      node = tree[node]![side];
    }
    tree[node]![code & 1 ? 1 : 0] = ~symbol;
    code++;
  }
  return tree;
}
