import { foldByte } from '../pattern/byte-set.js';

/**
 * All anchor literals as one automaton (Aho and Corasick 1975), upper and lower case alike, with its failure links
 * resolved into one table: one look-up a byte, however many literals there are and whatever the input is.
 */
export interface LiteralAutomaton {
  /** Column of each byte value; bytes that stand in no literal share column 0. */
  readonly columns: Uint8Array;
  /** Columns of the table. */
  readonly width: number;
  /** Next state by `state * width + column`. State 0 is the start. */
  readonly next: Uint16Array;
  /** States from this number on end at least one literal. */
  readonly firstFinal: number;
  /** Literals that end in each final state, by `state - firstFinal`; the longest first. */
  readonly outputs: readonly (readonly number[])[];
  /** Length of each literal, in bytes. */
  readonly lengths: readonly number[];
  /** Length of the longest literal. */
  readonly longest: number;
}

/** No child yet. */
const NONE = -1;
/** Table cells are 16 bits wide. */
const MAX_STATES = 0xffff;

/**
 * @param literals Lower-case latin1 texts, not empty.
 * @throws RangeError when there are more states than a table cell can name.
 */
export function buildLiteralAutomaton(literals: readonly string[]): LiteralAutomaton {
  const bytes = literals.map((text) => Buffer.from(text, 'latin1'));
  const columns = new Uint8Array(256);
  let used = 0;
  for (const literal of bytes) for (const byte of literal) columns[byte] ||= ++used;
  for (let byte = 0; byte < 256; byte++) columns[byte] = columns[foldByte(byte)]!;
  const width = used + 1;

  // Rows of a table from the start: a hundred thousand small maps would take longer than everything else here.
  const most = 1 + bytes.reduce((sum, { length }) => sum + length, 0);
  const table = new Int32Array(most * width).fill(NONE);
  const ends: number[][] = [[]];
  bytes.forEach((literal, index) => {
    let node = 0;
    for (const byte of literal) {
      const cell = node * width + columns[byte]!;
      if (table[cell] === NONE) table[cell] = ends.push([]) - 1;
      node = table[cell]!;
    }
    ends[node]!.push(index);
  });
  const count = ends.length;
  if (count > MAX_STATES) throw new RangeError(`literals need ${count} states`);

  // Breadth first: a node's failure target is nearer to the root and therefore already complete.
  const failure = new Uint32Array(count);
  const order = [0];
  for (const node of order) {
    const row = node * width;
    const failed = failure[node]! * width;
    for (let column = 0; column < width; column++) {
      const target = node === 0 ? 0 : table[failed + column]!;
      const child = table[row + column]!;
      if (child === NONE) {
        table[row + column] = target;
        continue;
      }
      failure[child] = target;
      ends[child]!.push(...ends[target]!);
      order.push(child);
    }
  }

  // Final states get the highest numbers, so that one comparison finds them; otherwise near the root comes first,
  // which keeps the part of the table that is always in use small.
  const plain = order.filter((node) => ends[node]!.length === 0);
  const final = order.filter((node) => ends[node]!.length > 0);
  const number = new Uint32Array(count);
  [...plain, ...final].forEach((node, index) => (number[node] = index));
  const next = new Uint16Array(count * width);
  for (let node = 0; node < count; node++) {
    for (let column = 0; column < width; column++) {
      next[number[node]! * width + column] = number[table[node * width + column]!]!;
    }
  }
  return {
    columns,
    width,
    next,
    firstFinal: plain.length,
    outputs: final.map((node) => ends[node]!),
    lengths: bytes.map(({ length }) => length),
    longest: Math.max(...bytes.map(({ length }) => length)),
  };
}
