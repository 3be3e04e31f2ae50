import { foldByte } from '../pattern/byte-set.js';
import { childOf, trieOf, type Trie } from './literal-trie.js';

/**
 * All anchor literals as one automaton (Aho and Corasick 1975), with its failure links resolved into one table: one
 * look-up a byte, however many literals there are and whatever the input is. It takes upper and lower case for the same,
 * and some bytes above 127 for others of these: it may report a literal that only looks like one there.
 */
export interface LiteralAutomaton {
  /** Column of each byte value; bytes that stand in no literal share column 0. */
  readonly columns: Uint8Array;
  /** Columns of the table. */
  readonly width: number;
  /** Next state by `state * width + column`, of all states that have a row. State 0 is the start. */
  readonly next: Uint16Array;
  /**
   * As which state each final one goes on, by `state - firstFinal`: itself, or, where its literal is the beginning of no
   * other, the longest end of it that has a row. Those have none of their own, which is two fifths of the table.
   */
  readonly resume: Uint16Array;
  /** States from this number on end at least one literal. */
  readonly firstFinal: number;
  /** Literals that end in final states, one state after the other, of each the longest first. */
  readonly outputs: Uint16Array;
  /** Where those of each final state begin, by `state - firstFinal`; one more cell holds the end of the last. */
  readonly outputsFrom: Uint32Array;
  /** Length of each literal, in bytes. */
  readonly lengths: Uint16Array;
  /** Length of the longest literal. */
  readonly longest: number;
}

/**
 * Plain loops over lists of numbers, here and in the tree: it is run once for each direction while a sidecar starts, so
 * nothing of it is compiled in time, and closures and small lists take twice as long then.
 *
 * @param literals Lower-case latin1 texts, not empty.
 * @throws RangeError when there are more states than a table cell can name.
 */
export function buildLiteralAutomaton(literals: readonly string[]): LiteralAutomaton {
  const columns = columnsOf(literals);
  const width = 1 + Math.max(...columns);
  const linked = linkedTrie(literals, columns, width);
  const { size, firstChild, sibling, column } = linked.trie;
  const { failure, order } = linked;
  const { number, firstFinal, rows, outputs, outputsFrom } = numberedStates(linked);

  // A state does what its failure target does, but for its own children. That one is nearer to the root and complete.
  const next = new Uint16Array(rows * width);
  const resume = new Uint16Array(size - firstFinal);
  const goesOnAs = new Uint16Array(size);
  for (let i = 0; i < size; i++) {
    const node = order[i]!;
    const failed = goesOnAs[failure[node]!]!;
    const ownRow = number[node]! < rows;
    goesOnAs[node] = ownRow ? number[node]! : failed;
    if (number[node]! >= firstFinal) resume[number[node]! - firstFinal] = goesOnAs[node]!;
    if (!ownRow) continue;
    const row = number[node]! * width;
    if (node !== 0) next.copyWithin(row, failed * width, (failed + 1) * width);
    for (let child = firstChild[node]!; child !== 0; child = sibling[child]!) {
      next[row + column[child]!] = number[child]!;
    }
  }
  const lengths = Uint16Array.from(literals, ({ length }) => length);
  return { columns, width, next, resume, firstFinal, outputs, outputsFrom, lengths, longest: Math.max(...lengths) };
}

/** A column for each kind of byte that stands in a literal; column 0 for all others. */
function columnsOf(literals: readonly string[]): Uint8Array {
  const columns = new Uint8Array(256);
  let used = 0;
  for (const literal of literals) {
    for (let i = 0; i < literal.length; i++) columns[kindOf(literal.charCodeAt(i))] ||= ++used;
  }
  for (let byte = 0; byte < 256; byte++) columns[byte] = columns[kindOf(byte)]!;
  return columns;
}

/**
 * Bytes of one kind are not told apart: both cases of a letter, and bytes above 127 that agree in their low bits. Few
 * literals hold these, and a text of several still is telling; a column for each would make the table half as large again.
 */
function kindOf(byte: number): number {
  return byte < 0x80 ? foldByte(byte) : byte & (0x80 | HIGH_KINDS);
}

const HIGH_KINDS = 0x0f;

interface LinkedTrie {
  readonly trie: Trie;
  readonly failure: Uint32Array;
  /** Nodes in the order of their distance from the root. */
  readonly order: Uint32Array;
  /** For each node the first on its way of failures, itself included, where a literal ends; 0 when there is none. */
  readonly ends: Uint32Array;
}

function linkedTrie(literals: readonly string[], columns: Uint8Array, width: number): LinkedTrie {
  const trie = trieOf(literals, columns, width);
  const { size, firstChild, sibling, column, literal } = trie;
  const failure = new Uint32Array(size);
  const order = new Uint32Array(size);
  const ends = new Uint32Array(size);
  let known = 1;
  for (let i = 0; i < known; i++) {
    const node = order[i]!;
    for (let child = firstChild[node]!; child !== 0; child = sibling[child]!) {
      order[known++] = child;
      let target = 0;
      for (let from = node; target === 0 && from !== 0;) {
        from = failure[from]!;
        target = childOf(trie, from, column[child]!);
      }
      failure[child] = target;
      ends[child] = literal[child] === 0 ? ends[target]! : child;
    }
  }
  return { trie, failure, order, ends };
}

/**
 * Final states get the highest numbers, so that one comparison finds them, and of these the ones without children, which
 * have no row; otherwise near the root comes first, which keeps the part of the table that is always in use small.
 */
function numberedStates({ trie: { size, literal, alike, firstChild }, failure, order, ends }: LinkedTrie): Pick<
  LiteralAutomaton,
  'firstFinal' | 'outputs' | 'outputsFrom'
> & {
  readonly number: Uint16Array;
  /** How many states have a row: those with the lowest numbers. */
  readonly rows: number;
} {
  let finals = 0;
  let leaves = 0;
  for (let node = 0; node < size; node++) {
    if (ends[node] === 0) continue;
    finals++;
    if (firstChild[node] === 0) leaves++;
  }
  const firstFinal = size - finals;
  const rows = size - leaves;
  const number = new Uint16Array(size);
  const finalNodes = new Uint32Array(finals);
  let plain = 0;
  let inner = firstFinal;
  let leaf = rows;
  for (let i = 0; i < size; i++) {
    const node = order[i]!;
    if (ends[node] === 0) {
      number[node] = plain++;
      continue;
    }
    number[node] = firstChild[node] === 0 ? leaf++ : inner++;
    finalNodes[number[node] - firstFinal] = node;
  }
  const outputs: number[] = [];
  const outputsFrom = new Uint32Array(finals + 1);
  for (let final = 0; final < finals; final++) {
    outputsFrom[final] = outputs.length;
    for (let at = ends[finalNodes[final]!]!; at !== 0; at = ends[failure[at]!]!) {
      for (let text = literal[at]!; text !== 0; text = alike[text]!) outputs.push(text - 1);
    }
  }
  outputsFrom[finals] = outputs.length;
  return { number, firstFinal, rows, outputs: Uint16Array.from(outputs), outputsFrom };
}
