import { MAX_POSITIONS, type Positions } from './positions.js';

/**
 * What a state is known by: the positions that may take the next byte, in ascending order, and whether it accepts. Most
 * states have one position or two, and fit into a number, which takes no memory of its own. The others are texts with a
 * character for each position: as arrays these took most of what all rules hold.
 *
 * Positions are written as numbers from 1 on; 0 stands for none in a number, and in front of a text for a state that accepts.
 */
export type StateKey = number | string;

/** The state from which nothing can match any more. */
export const DEAD_KEY: StateKey = 0;
const ACCEPTS = 1;
/** A state that accepts and takes nothing more. */
export const DONE_KEY: StateKey = ACCEPTS;
/** In a number: one bit for {@link ACCEPTS}, and as many for each of two positions as {@link MAX_POSITIONS} needs. */
const POSITION_BITS = 12;
const POSITION_MASK = (1 << POSITION_BITS) - 1;
const MOST_IN_NUMBER = 2;

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
 * The key of the state that {@link addFollowers} put together, after which the next one can be. Bits are in order by
 * themselves, and a buffer is read as a text by native code: with a set that was spread and sorted, this was most of the
 * work for a new state.
 */
export function takeKey({ size }: Positions, accepting: boolean): StateKey {
  const isNarrow = size < narrow.length;
  const key = isNarrow ? narrow : wide;
  const from = accepting ? 1 : 0;
  key[0] = 0;
  let length = from;
  for (let word = 0; word <= size >> 5; word++) {
    for (let rest = members[word]!; rest !== 0; rest &= rest - 1) {
      key[length++] = 32 * word + 32 - Math.clz32(rest & -rest);
    }
    members[word] = 0;
  }
  const count = length - from;
  if (count <= MOST_IN_NUMBER) {
    const first = count > 0 ? key[from]! : 0;
    const second = count > 1 ? key[from + 1]! : 0;
    return (((second << POSITION_BITS) | first) << 1) | (accepting ? ACCEPTS : 0);
  }
  return isNarrow ? narrow.toString('latin1', 0, length) : wideBytes.toString('utf16le', 0, 2 * length);
}

/** Whether a key is of a state that accepts. */
export function isAccepting(key: StateKey): boolean {
  return typeof key === 'string' ? key.charCodeAt(0) === 0 : (key & ACCEPTS) === ACCEPTS;
}

/** How many positions a key has. */
export function countIn(key: StateKey): number {
  if (typeof key === 'string') return key.length - (key.charCodeAt(0) === 0 ? 1 : 0);
  if (key >> (POSITION_BITS + 1) !== 0) return 2;
  return key >> 1 === 0 ? 0 : 1;
}

/** The position that stands at `index` in a key. */
export function positionIn(key: StateKey, index: number): number {
  if (typeof key === 'string') return key.charCodeAt(index + (key.charCodeAt(0) === 0 ? 1 : 0)) - 1;
  return ((index === 0 ? key >> 1 : key >> (POSITION_BITS + 1)) & POSITION_MASK) - 1;
}
