import { MAX_POSITIONS, type Positions } from './positions.js';

/** Stands in front of the positions of an accepting state, which are written as numbers from 1 on. */
const ACCEPTS = 0;
/** The state from which nothing can match any more. */
export const DEAD_KEY = '';
/** A state that accepts and takes nothing more. */
export const DONE_KEY = String.fromCharCode(ACCEPTS);

/** A bit for each position of the state that is being put together; all zero between two states. */
const members = new Int32Array(Math.ceil((MAX_POSITIONS + 1) / 32));
/** The key that is being written, in one byte for each character where that is enough and in two where it is not. */
const narrow = Buffer.alloc(256);
const wide = new Uint16Array(MAX_POSITIONS + 2);
const wideBytes = Buffer.from(wide.buffer);

/** Adds what can come after a position to the state that is being put together. */
export function addFollowers({ size, table }: Positions, position: number): void {
  const end = table[size + position + 1]!;
  for (let i = table[size + position]!; i < end; i++) {
    const next = table[i]!;
    members[next >> 5]! |= 1 << (next & 31);
  }
}

/**
 * The key of the state that {@link addFollowers} put together, after which the next one can be: its positions in ascending
 * order, with one character for each. There are tens of thousands of states: as arrays they took most of the memory.
 * Bits are in order by themselves, and a buffer is read as a text by native code: with a set that was spread and sorted,
 * this was most of the work for a new state.
 */
export function takeKey({ size }: Positions, accepting: boolean): string {
  const isNarrow = size < narrow.length;
  const key = isNarrow ? narrow : wide;
  let length = 0;
  if (accepting) key[length++] = ACCEPTS;
  for (let word = 0; word <= size >> 5; word++) {
    for (let rest = members[word]!; rest !== 0; rest &= rest - 1) {
      key[length++] = 32 * word + 32 - Math.clz32(rest & -rest);
    }
    members[word] = 0;
  }
  return isNarrow ? narrow.toString('latin1', 0, length) : wideBytes.toString('utf16le', 0, 2 * length);
}

/** Where the positions begin in a key. */
export function firstIn(key: string): number {
  return key.charCodeAt(0) === ACCEPTS ? 1 : 0;
}

/** The position that stands at `index` in a key. */
export function positionIn(key: string, index: number): number {
  return key.charCodeAt(index) - 1;
}
