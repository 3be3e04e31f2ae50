import { sharedClasses } from './shared-classes.js';
import type { StateTable } from './state-table.js';
import { tableBytes } from './table-bytes.js';

/**
 * An automaton's table in few bytes: the number of its states, of the first that accepts and of its classes, and whether it
 * is whole; its classes as
 * pairs of a class and for how many bytes on it stands; then its rows, each as what it adds to the row before it, with in
 * front of it how many rows in a row add the same. In a counted repeat every state leads to the next one, so that one such
 * row stands for all of them.
 */
export function writeTable({ states, accepting, whole, classOf, width, next }: StateTable): Uint8Array {
  const out = [states, accepting, width, Number(whole), ...runsOf(classOf)];
  let before = new Uint8Array(width);
  let last = '';
  let counter = -1;
  for (let state = 0; state < states; state++) {
    const row = next.slice(state * width, (state + 1) * width);
    const added = row.map((to, group) => to - before[group]!);
    before = row;
    const key = added.join();
    if (key === last && out[counter]! < 255) {
      out[counter]!++;
      continue;
    }
    last = key;
    counter = out.length;
    out.push(1, ...maskOf(added), ...added.filter((value) => value !== 0));
  }
  return Uint8Array.from(out);
}

/** Reads what {@link writeTable} wrote at an offset. */
export function readTable(bytes: Uint8Array, from: number): StateTable {
  let at = from;
  const states = bytes[at++]!;
  const accepting = bytes[at++]!;
  const width = bytes[at++]!;
  const whole = bytes[at++] === 1;
  const classOf = new Uint8Array(256);
  for (let byte = 0; byte < 256;) {
    const group = bytes[at++]!;
    const count = bytes[at++]! + 1;
    classOf.fill(group, byte, byte + count);
    byte += count;
  }
  // One that is not whole is given up when a text leads beyond it.
  const next = whole ? tableBytes(states * width) : new Uint8Array(states * width);
  const added = new Uint8Array(width);
  for (let state = 0; state < states;) {
    let repeats = bytes[at++]!;
    const mask = at;
    at += maskBytes(width);
    for (let group = 0; group < width; group++) {
      added[group] = (bytes[mask + (group >> 3)]! >> (group & 7)) & 1 ? bytes[at++]! : 0;
    }
    for (; repeats > 0; repeats--, state++) {
      const row = state * width;
      for (let group = 0; group < width; group++) {
        next[row + group] = (state === 0 ? 0 : next[row - width + group]!) + added[group]!;
      }
    }
  }
  return { states, accepting, whole, classOf: sharedClasses(classOf), width, next };
}

/** A class and how many bytes of it stand behind the first one, for each run of bytes of the same class. */
function runsOf(classOf: Uint8Array): number[] {
  const runs: number[] = [];
  for (let byte = 0; byte < classOf.length;) {
    let end = byte + 1;
    while (end < classOf.length && classOf[end] === classOf[byte]) end++;
    runs.push(classOf[byte]!, end - byte - 1);
    byte = end;
  }
  return runs;
}

/** A bit for each value that is not zero. */
function maskOf(values: Uint8Array): Uint8Array {
  const mask = new Uint8Array(maskBytes(values.length));
  values.forEach((value, i) => {
    if (value !== 0) mask[i >> 3]! |= 1 << (i & 7);
  });
  return mask;
}

function maskBytes(width: number): number {
  return Math.ceil(width / 8);
}
