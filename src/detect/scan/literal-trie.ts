/** Nodes are named by 16 bits in the table that becomes of a tree. */
const MAX_NODES = 0xffff;

/** Literals as a tree, in one list of numbers for each property of its nodes: a hundred thousand small objects would take far longer. */
export interface Trie {
  /** Number of nodes; node 0 is the root, and 0 as a child or sibling is none. */
  readonly size: number;
  /** Children of the root by column: it has one for most bytes, any other node only a few. */
  readonly ofRoot: Uint32Array;
  readonly firstChild: Uint32Array;
  readonly sibling: Uint32Array;
  /** Column of the byte that leads to a node. */
  readonly column: Uint8Array;
  /** The last literal that ends at a node, plus one. */
  readonly literal: Uint32Array;
  /** For each literal, plus one, the one before that ends at the same node: their bytes are of the same kinds. */
  readonly alike: Uint32Array;
}

/**
 * @param columns Column of each byte value; bytes of one column are taken for the same.
 * @param width Number of columns.
 * @throws RangeError when there are more nodes than a table cell can name.
 */
export function trieOf(literals: readonly string[], columns: Uint8Array, width: number): Trie {
  const most = literals.reduce((sum, { length }) => sum + length, 1);
  const firstChild = new Uint32Array(most);
  const sibling = new Uint32Array(most);
  const column = new Uint8Array(most);
  const literal = new Uint32Array(most);
  const alike = new Uint32Array(literals.length + 1);
  const ofRoot = new Uint32Array(width);
  const children = { ofRoot, firstChild, sibling, column };
  let size = 1;
  for (let index = 0; index < literals.length; index++) {
    const text = literals[index]!;
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const wanted = columns[text.charCodeAt(i)]!;
      let child = childOf(children, node, wanted);
      if (child === 0) {
        child = size++;
        column[child] = wanted;
        sibling[child] = firstChild[node]!;
        firstChild[node] = child;
        if (node === 0) ofRoot[wanted] = child;
      }
      node = child;
    }
    alike[index + 1] = literal[node]!;
    literal[node] = index + 1;
  }
  if (size > MAX_NODES) throw new RangeError(`literals need ${size} states`);
  return { ...children, literal, alike, size };
}

/** The child of a node over a column, or 0. */
export function childOf(
  trie: Pick<Trie, 'ofRoot' | 'firstChild' | 'sibling' | 'column'>,
  node: number,
  wanted: number,
): number {
  if (node === 0) return trie.ofRoot[wanted]!;
  const { sibling, column } = trie;
  let child = trie.firstChild[node]!;
  while (child !== 0 && column[child] !== wanted) child = sibling[child]!;
  return child;
}
